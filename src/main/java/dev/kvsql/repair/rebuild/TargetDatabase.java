package dev.kvsql.repair.rebuild;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.TreeItem;
import dev.kvsql.repair.rebuild.RebuildReport.Rowids;
import dev.kvsql.repair.rebuild.RebuildReport.TableOutcome;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The new database while it is filled, through SQLite, with what a walk reads. */
final class TargetDatabase implements RowSink, AutoCloseable {
  /** What a transaction writes is kept in memory until it commits. */
  private static final long COMMIT_BYTES = 16L << 20;

  private final Mount mount;
  private final Connection connection;
  private final DatabaseHeader header;
  private final RowInsert insert;
  private final Map<SchemaEntry, Filling> tables = new LinkedHashMap<>();
  private TargetSchema schema;
  private LostAndFound lostAndFound;
  private long uncommittedBytes;

  private TargetDatabase(Mount mount, Connection connection, DatabaseHeader header) {
    this.mount = mount;
    this.connection = connection;
    this.header = header;
    insert = new RowInsert(connection);
    schema = new TargetSchema(connection, List.of());
    lostAndFound = new LostAndFound(connection, insert, schema.names());
  }

  /** A table and its counts. */
  private static final class Filling {
    final Optional<TargetTable> table;
    long kept;
    long refused;
    @Nullable String firstRefusal;

    Filling(Optional<TargetTable> table) {
      this.table = table;
    }

    TableOutcome outcome(String name) {
      Rowids rowids = table.map(TargetTable::rowids).orElse(Rowids.KEPT);
      return new TableOutcome(name, kept, refused, Optional.ofNullable(firstRefusal), rowids);
    }
  }

  /** Makes an empty database with the settings of another one's header. */
  static TargetDatabase create(ChunkStore target, DatabaseHeader header) throws SQLException {
    Mount mount = Mount.of(target, MountOptions.defaults());
    try {
      TargetDatabase database = new TargetDatabase(mount, mount.connect(), header);
      database.set();
      return database;
    } catch (SQLException | RuntimeException e) {
      mount.close();
      throw e;
    }
  }

  private void set() throws SQLException {
    run("PRAGMA page_size=" + header.pageSize());
    run("PRAGMA encoding='" + header.encodingName() + "'");
    run(
        "PRAGMA auto_vacuum="
            + (!header.autoVacuum()
                ? "NONE"
                : header.incrementalVacuum() ? "INCREMENTAL" : "FULL"));
    run("PRAGMA synchronous=OFF"); // publishing the database makes it durable
    run("PRAGMA trusted_schema=OFF");
    run("PRAGMA foreign_keys=OFF");
    run("PRAGMA ignore_check_constraints=ON"); // the rows were in the old database
    run("PRAGMA user_version=" + header.userVersion());
    run("PRAGMA application_id=" + header.applicationId());
  }

  @Override
  public void schema(List<SchemaEntry> entries) throws SQLException {
    schema = new TargetSchema(connection, entries);
    lostAndFound = new LostAndFound(connection, insert, schema.names());
    schema.makeTables();
    for (SchemaEntry entry : entries) {
      if (SchemaSql.hasRows(entry)) {
        tables.put(entry, new Filling(TargetTable.of(connection, entry.name())));
      }
    }
    run("BEGIN");
  }

  @Override
  public void row(SchemaEntry entry, TreeItem.Row row) throws SQLException {
    Filling filling = tables.computeIfAbsent(entry, key -> new Filling(Optional.empty()));
    Optional<String> refused =
        filling.table.isPresent()
            ? filling.table.get().insert(insert, row)
            : Optional.of("the table could not be made");
    if (refused.isEmpty()) {
      filling.kept++;
    } else {
      filling.refused++;
      filling.firstRefusal = filling.firstRefusal == null ? refused.get() : filling.firstRefusal;
      lostAndFound.add(entry.root(), row);
    }
    written(row);
  }

  @Override
  public void end(SchemaEntry entry, Losses losses) throws SQLException {
    if (entry.name().equals(TargetSchema.SEQUENCE)) {
      schema.keepSequence(losses);
    }
  }

  @Override
  public void orphan(long root, TreeItem.Row row) throws SQLException {
    lostAndFound.add(root, row);
    written(row);
  }

  private void written(TreeItem.Row row) throws SQLException {
    uncommittedBytes += row.payload().length;
    if (uncommittedBytes >= COMMIT_BYTES) {
      run("COMMIT");
      run("BEGIN");
      uncommittedBytes = 0;
    }
  }

  /** Makes indexes and whatever else belongs on top of the rows, and tells what became of all. */
  RebuildReport finish(Reading reading) throws SQLException {
    run("COMMIT");
    insert.close();
    schema.makeTheRest(insert, Charset.forName(header.encodingName()));
    List<TableOutcome> outcomes = new ArrayList<>();
    tables.forEach((entry, filling) -> outcomes.add(filling.outcome(entry.name())));
    return new RebuildReport(
        reading,
        outcomes,
        lostAndFound.rows(),
        lostAndFound.table(),
        lostAndFound.dropped(),
        schema.leftOut());
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      insert.close();
      connection.close();
    } finally {
      mount.close();
    }
  }
}
