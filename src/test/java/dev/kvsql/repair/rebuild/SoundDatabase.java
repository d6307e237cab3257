package dev.kvsql.repair.rebuild;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.DatabaseRows;
import dev.kvsql.format.HeaderGuess;
import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.TreeCursor;
import dev.kvsql.format.TreeItem;
import dev.kvsql.inspect.FileBytes;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A file that nothing is wrong with, and where each of its rows is; made once for a page size. */
record SoundDatabase(int pageSize, byte[] bytes, List<LocatedRow> rows) {
  private static final Map<Integer, SoundDatabase> KNOWN = new HashMap<>();
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";

  static synchronized SoundDatabase at(int pageSize) throws SQLException {
    SoundDatabase known = KNOWN.get(pageSize);
    if (known == null) {
      known = make(pageSize);
      KNOWN.put(pageSize, known);
    }
    return known;
  }

  private static SoundDatabase make(int pageSize) throws SQLException {
    MemoryChunkStore store =
        Damage.database(
                "PRAGMA page_size=" + pageSize,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, mark TEXT, body BLOB)",
                NUMBERS.formatted(250)
                    + "INSERT INTO t SELECT i, printf('<t%d>', i),"
                    + " zeroblob(CASE WHEN i % 20 = 0 THEN 9000 ELSE 30 END) FROM n",
                "CREATE TABLE w(mark TEXT PRIMARY KEY, b) WITHOUT ROWID",
                NUMBERS.formatted(250)
                    + "INSERT INTO w SELECT printf('<w%d>', i),"
                    + " zeroblob(CASE WHEN i % 50 = 0 THEN 3000 ELSE 20 END) FROM n",
                "CREATE TABLE p(mark, n NOT NULL, CHECK(n >= 0))",
                NUMBERS.formatted(150) + "INSERT INTO p SELECT printf('<p%d>', i), i FROM n",
                "CREATE INDEX i ON t(mark)",
                "CREATE TABLE gone(a)",
                NUMBERS.formatted(100) + "INSERT INTO gone SELECT zeroblob(300) FROM n",
                "DROP TABLE gone")
            .store();
    FileBytes file = FileBytes.of(store, FileTag.MAIN).orElseThrow();
    byte[] bytes = new byte[(int) file.sizeBytes()];
    file.read(0, bytes);
    return new SoundDatabase(pageSize, bytes, located(store, file));
  }

  private static List<LocatedRow> located(ChunkStore store, FileBytes file) throws SQLException {
    DatabaseHeader header = HeaderGuess.of(file).orElseThrow().header();
    DatabaseRows rows = DatabaseRows.of(header, file);
    Map<Long, Set<Long>> chains = chains(store);
    List<LocatedRow> found = new ArrayList<>();
    for (SchemaEntry entry : rows.schema().entries()) {
      if (entry.type().equals("table")) {
        TreeCursor cursor = rows.table(entry.root());
        for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
          found.add(located((TreeItem.Row) next.get(), chains));
        }
      }
    }
    return found;
  }

  private static LocatedRow located(TreeItem.Row row, Map<Long, Set<Long>> chains) {
    String payload = new String(row.payload(), StandardCharsets.ISO_8859_1);
    String mark = payload.substring(payload.indexOf('<'), payload.indexOf('>') + 1);
    Set<Long> pages = new HashSet<>(Set.of(row.page()));
    pages.addAll(chains.getOrDefault(cell(row.page(), row.cell()), Set.of()));
    return new LocatedRow(mark, row.page(), pages);
  }

  private static long cell(long page, long cell) {
    return page << 16 | cell;
  }

  /** The overflow pages of each cell, by SQLite's own word (sqlite.org/dbstat.html, "path"). */
  private static Map<Long, Set<Long>> chains(ChunkStore store) throws SQLException {
    Map<String, Long> pages = new HashMap<>();
    Map<Long, Set<Long>> chains = new HashMap<>();
    try (Mount mount = Mount.of(store, MountOptions.of(MountOptions.Use.READ_ONLY));
        Connection connection = mount.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT name || path, pageno FROM dbstat ORDER BY pagetype = 'overflow'")) {
      while (found.next()) {
        String path = found.getString(1);
        int overflow = path.indexOf('+');
        if (overflow < 0) {
          pages.put(path, found.getLong(2));
        } else {
          long page = Objects.requireNonNull(pages.get(path.substring(0, overflow - 3)));
          long cell = Long.parseLong(path.substring(overflow - 3, overflow), 16);
          chains.computeIfAbsent(cell(page, cell), key -> new HashSet<>()).add(found.getLong(2));
        }
      }
    }
    return chains;
  }
}
