package dev.kvsql.damage;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.damage.BaseDatabase.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Databases to be damaged: every page size, every feature that lays pages out otherwise. */
final class BaseDatabases {
  private static final Table ROWS = new Table("t", "id");
  private static final Table WITHOUT_ROWID = new Table("w", "k");
  private static final String CREATE =
      "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT, tag TEXT)";
  private static final String INDEX = "CREATE INDEX i ON t(tag)";
  private static final String PAGES_OF_4096 = "PRAGMA page_size=4096";
  private static final String PAGES_OF_1024 = "PRAGMA page_size=1024";
  private static final String UPDATE =
      "UPDATE t SET body = 'y' || id, tag = tag || 'z' WHERE id % 3 = 0";

  private static final String INSERT =
      "INSERT INTO t SELECT id + 100, body, tag FROM t WHERE id < 5";

  private final List<BaseDatabase> made = new ArrayList<>();

  private BaseDatabases() {}

  /** Makes them all. */
  static List<BaseDatabase> make() throws SQLException {
    BaseDatabases bases = new BaseDatabases();
    bases.pageSizes();
    bases.features();
    bases.sidecars();
    return List.copyOf(bases.made);
  }

  private void pageSizes() throws SQLException {
    for (int size = 512; size <= 65536; size *= 2) {
      add("pages of " + size, database("PRAGMA page_size=" + size, 60, 900), ROWS);
    }
  }

  private void features() throws SQLException {
    add(
        "WITHOUT ROWID",
        database(PAGES_OF_1024, 20, 900)
            .run(
                "CREATE TABLE w(k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID",
                "INSERT INTO w SELECT tag, body FROM t"),
        ROWS,
        WITHOUT_ROWID);
    add("auto_vacuum", database("PRAGMA auto_vacuum=FULL", 40, 2000).run(UPDATE), ROWS);
    add(
        "incremental vacuum",
        database("PRAGMA auto_vacuum=INCREMENTAL", 40, 2000).run("DELETE FROM t WHERE id > 20"),
        ROWS);
    add("UTF-16le", database("PRAGMA encoding='UTF-16le'", 30, 700), ROWS);
    add("UTF-16be", database("PRAGMA encoding='UTF-16be'", 30, 700), ROWS);
    add("freelist", database(PAGES_OF_4096, 40, 3000).run("DELETE FROM t WHERE id > 9"), ROWS);
    add(
        "freelist of small pages",
        database(PAGES_OF_1024, 60, 900).run("DELETE FROM t WHERE id > 9"),
        ROWS);
    add("overflow", database(PAGES_OF_4096, 5, 20_000), ROWS);
    add("overflow of small pages", database("PRAGMA page_size=512", 5, 9000), ROWS);
  }

  private void sidecars() throws SQLException {
    for (int size = 1024; size <= 16384; size *= 4) {
      String pages = "PRAGMA page_size=" + size;
      add(
          "hot journal, pages of " + size,
          Damage.crashedCommit(database(pages, 40, 1500), UPDATE),
          ROWS);
      add(
          "WAL, pages of " + size,
          Damage.crashedInWal(database(pages, 40, 1500), UPDATE, INSERT),
          ROWS);
    }
    add(
        "hot journal of a delete",
        Damage.crashedCommit(database(PAGES_OF_4096, 40, 1500), "DELETE FROM t WHERE id > 9"),
        ROWS);
    add(
        "finished journal",
        database(PAGES_OF_4096, 40, 1500).run("PRAGMA journal_mode=PERSIST", UPDATE),
        ROWS);
    add(
        "emptied journal",
        database(PAGES_OF_1024, 40, 1500).run("PRAGMA journal_mode=TRUNCATE", UPDATE),
        ROWS);
  }

  private void add(String name, Damage database, Table... tables) throws SQLException {
    add(name, database.store(), tables);
  }

  /** Keys of other programs are in every one. */
  private void add(String name, MemoryChunkStore chunks, Table... tables) throws SQLException {
    StoreContents.fill(
        chunks, List.of(StoreContents.entry("0105", "aa"), StoreContents.entry("0900", "bbcc")));
    made.add(BaseDatabase.of(name, chunks, tables));
  }

  private static Damage database(String pragma, int rows, int bytes) throws SQLException {
    return Damage.database(
        pragma,
        CREATE,
        INDEX,
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
        INSERT INTO t SELECT i, replace(printf('%%.*c', %d, '#'), '#', printf('%%05d', i * 7919)),
          printf('%%06d', i * 7919 %% 1000) FROM n\
        """
            .formatted(rows, bytes / 5));
  }
}
