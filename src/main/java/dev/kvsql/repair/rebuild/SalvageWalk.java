package dev.kvsql.repair.rebuild;

import dev.kvsql.format.ByteSource;
import dev.kvsql.format.DatabaseRows;
import dev.kvsql.format.HeaderGuess;
import dev.kvsql.format.OrphanCursor;
import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.TreeCursor;
import dev.kvsql.format.TreeItem;
import dev.kvsql.format.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a damaged database from its pages: the schema, each table by its tree, and then the b-tree
 * pages that are in no tree and not on the freelist. The plan and its execution are the same walk.
 */
final class SalvageWalk {
  private final HeaderGuess header;
  private final DatabaseRows rows;
  private final RowSink sink;
  private final List<Reading.TableReading> tables = new ArrayList<>();
  private final Set<String> ofRowidTable = new HashSet<>();

  private SalvageWalk(HeaderGuess header, ByteSource file, RowSink sink) {
    this.header = header;
    this.sink = sink;
    rows = DatabaseRows.of(header.header(), file);
  }

  static Reading run(HeaderGuess header, ByteSource file, RowSink sink) throws SQLException {
    return new SalvageWalk(header, file, sink).run();
  }

  private Reading run() throws SQLException {
    DatabaseRows.Schema schema = rows.schema();
    Losses.Collector schemaLosses = new Losses.Collector();
    schema.damage().forEach(item -> note(item, schemaLosses));
    schema.entries().stream()
        .filter(entry -> SchemaSql.hasRows(entry) && surelyHasRowids(entry))
        .forEach(table -> ofRowidTable.add(table.name()));
    sink.schema(schema.entries());
    for (SchemaEntry table : tables(schema.entries())) {
      table(table);
    }
    // Tables come first: an index gives nothing that a table does not have.
    DatabaseRows.Left left = left(schema);
    long orphans = 0;
    for (SchemaEntry index : schema.entries()) {
      if (index.type().equals("index") && index.root() > 1) {
        orphans += index(index, left);
      }
    }
    boolean freelist = rows.skipFreelist() && header.origin() == HeaderGuess.Origin.READ;
    Losses.Collector orphanLosses = new Losses.Collector();
    orphans += orphans(left, orphanLosses);
    return new Reading(
        header,
        schemaLosses.losses(),
        tables,
        orphans,
        orphanLosses.losses(),
        freelist ? Reading.Freelist.WHOLE : Reading.Freelist.DAMAGED);
  }

  /** AUTOINCREMENT's counters first: inserting rows sets them as well. */
  private static List<SchemaEntry> tables(List<SchemaEntry> entries) {
    return entries.stream()
        .filter(SchemaSql::hasRows)
        .sorted(Comparator.comparing(table -> !table.name().equals(TargetSchema.SEQUENCE)))
        .toList();
  }

  private void table(SchemaEntry table) throws SQLException {
    Losses.Collector losses = new Losses.Collector();
    long readable = 0;
    TreeCursor cursor = rows.table(table.root());
    for (Optional<TreeItem> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      if (next.get() instanceof TreeItem.Row row) {
        readable++;
        sink.row(table, row);
      } else {
        note(next.get(), losses);
      }
    }
    sink.end(table, losses.losses());
    tables.add(new Reading.TableReading(table.name(), readable, losses.losses()));
  }

  /**
   * Goes past an index. Where there are tables WITHOUT ROWID its root may be one of theirs by now;
   * what does not end with a rowid is no entry of an index then, unless it is such a table's.
   */
  private long index(SchemaEntry index, DatabaseRows.Left left) throws SQLException {
    if (left == DatabaseRows.Left.TABLE_PAGES) {
      rows.skipIndex(index.root());
      return 0;
    }
    boolean checked = ofRowidTable.contains(index.tableName());
    long strays = 0;
    TreeCursor cursor = rows.index(index.root());
    for (Optional<TreeItem> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      if (checked && next.get() instanceof TreeItem.Row row && !endsWithRowid(row.values())) {
        strays++;
        sink.orphan(index.root(), row);
      }
    }
    return strays;
  }

  private static boolean endsWithRowid(List<Value> entry) {
    return !entry.isEmpty() && entry.getLast() instanceof Value.Int;
  }

  private long orphans(DatabaseRows.Left left, Losses.Collector losses) throws SQLException {
    long readable = 0;
    OrphanCursor cursor = rows.orphans(left);
    for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
      if (next.get().item() instanceof TreeItem.Row row) {
        readable++;
        sink.orphan(next.get().root(), row);
      } else {
        note(next.get().item(), losses);
      }
    }
    return readable;
  }

  private static void note(TreeItem item, Losses.Collector losses) {
    switch (item) {
      case TreeItem.Row _ -> {}
      case TreeItem.UnreadableRow lost -> losses.add(lost);
      case TreeItem.UnreadablePage lost -> losses.add(lost);
    }
  }

  /** Without a WITHOUT ROWID table, and of a whole schema, index pages are no loss. */
  private DatabaseRows.Left left(DatabaseRows.Schema schema) {
    boolean whole = schema.damage().isEmpty() && !schema.entries().isEmpty();
    boolean rowids =
        schema.entries().stream().filter(SchemaSql::hasRows).allMatch(SalvageWalk::surelyHasRowids);
    return whole && rowids && header.origin() == HeaderGuess.Origin.READ
        ? DatabaseRows.Left.TABLE_PAGES
        : DatabaseRows.Left.TABLE_AND_INDEX_PAGES;
  }

  private static boolean surelyHasRowids(SchemaEntry table) {
    return !table.sql().orElse("WITHOUT").toUpperCase(Locale.ROOT).contains("WITHOUT");
  }
}
