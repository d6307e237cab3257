package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.CHUNK;
import static dev.kvsql.damage.library.Making.database;
import static dev.kvsql.damage.library.Making.filled;
import static dev.kvsql.damage.library.Making.random;
import static dev.kvsql.damage.library.Making.table;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.util.List;
import java.util.stream.Stream;

/** Stores whose chunks are as they should be, and what is in them is not. */
final class DamagedPages {
  private DamagedPages() {}

  static List<DamagedStore> all() {
    return Stream.of(headers(), freelists(), trees(), rows()).flatMap(List::stream).toList();
  }

  private static List<DamagedStore> headers() {
    return List.of(
        new DamagedStore(
            "header-magic",
            "The first byte of the file is another.",
            database(() -> Damage.pages22().poke(0, 'X'))),
        new DamagedStore(
            "header-page-size",
            "The header tells of pages of 3 bytes, and of another schema format.",
            database(() -> Damage.pages22().poke(16, 0, 3).poke(44, 0, 0, 0, 9))),
        new DamagedStore(
            "header-of-zeros",
            "The first chunk is all zeros.",
            database(() -> Damage.pages22().change(FileTag.MAIN, 0, old -> new byte[CHUNK]))),
        new DamagedStore(
            "encrypted-by-its-look",
            "The whole file is noise, as an encrypted one is.",
            database(() -> Damage.ofFile(random(3 * CHUNK, 1)))),
        new DamagedStore(
            "page-count-too-small",
            "The header counts fewer pages than the tables have.",
            database(() -> Damage.pages22().poke(28, 0, 0, 0, 15))),
        new DamagedStore(
            "page-count-not-trusted-and-a-page-gone",
            "An old program wrote last, so that the size alone counts, and that lost a page.",
            database(() ->
                Damage.pages22()
                    .poke(92, 0, 0, 0, 0)
                    .size(FileTag.MAIN, 21 * CHUNK)
                    .delete(FileTag.MAIN, 21, 1))));
  }

  private static List<DamagedStore> freelists() {
    return List.of(
        new DamagedStore(
            "freelist-count",
            "The header counts one free page too many.",
            database(() -> {
              Damage database = freed();
              return database.poke(36, 0, 0, 0, (int) database.number(36) + 1);
            })),
        new DamagedStore(
            "freelist-circle",
            "The freelist's first page is followed by itself.",
            database(() -> {
              Damage database = freed();
              int trunk = (int) database.number(32);
              return database.poke((trunk - 1L) * CHUNK, 0, 0, 0, trunk);
            })),
        new DamagedStore(
            "freelist-has-a-page-in-use",
            "The freelist names the table's own root.",
            database(() -> {
              Damage database = freed();
              return database.poke((database.number(32) - 1) * CHUNK + 8, 0, 0, 0, 2);
            })));
  }

  private static Damage freed() throws Exception {
    return Damage.pages22().run("DELETE FROM t WHERE id > 10");
  }

  private static List<DamagedStore> trees() {
    return List.of(
        new DamagedStore(
            "leaf-of-zeros",
            "A page of rows is all zeros.",
            database(() -> Damage.pages22().change(FileTag.MAIN, 7, old -> new byte[CHUNK]))),
        new DamagedStore(
            "leaf-of-noise",
            "A page of rows is noise.",
            database(() -> Damage.pages22().change(FileTag.MAIN, 7, old -> random(CHUNK, 2)))),
        new DamagedStore(
            "child-past-the-end",
            "The table's root points to a page that the file does not have.",
            database(() -> Damage.pages22().poke(CHUNK + 8, 0, 0, 1, 0))),
        new DamagedStore(
            "overflow-circle",
            "A long value's chain comes back to where it was.",
            database(() -> {
              Damage database =
                  Damage.database("CREATE TABLE t(x)", "INSERT INTO t VALUES(zeroblob(30000))");
              return database.poke(3 * CHUNK, 0, 0, 0, 3);
            })),
        new DamagedStore(
            "pointer-map-of-zeros",
            "The pointer map of an auto_vacuum database is all zeros.",
            database(() ->
                table("PRAGMA auto_vacuum=FULL", 30, 900)
                    .change(FileTag.MAIN, 1, old -> new byte[CHUNK]))),
        new DamagedStore(
            "without-rowid-leaf-of-noise",
            "A page of a WITHOUT ROWID table is noise.",
            database(() ->
                Damage.database(
                        "CREATE TABLE w(k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID",
                        """
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
                        INSERT INTO w SELECT printf('%04d', i), printf('%.*c', 500, 'w') FROM n\
                        """)
                    .change(FileTag.MAIN, 3, old -> random(CHUNK, 3)))),
        new DamagedStore(
            "utf16-leaf-swapped",
            "Two pages of a UTF-16 database changed places.",
            database(() -> {
              Damage database = table("PRAGMA encoding='UTF-16le'", 30, 500);
              byte[][] kept = new byte[1][];
              database.change(
                  FileTag.MAIN,
                  4,
                  old -> {
                    kept[0] = old;
                    return old;
                  });
              return database.change(
                  FileTag.MAIN,
                  5,
                  old -> {
                    database.put(FileTag.MAIN, 4, old);
                    return kept[0];
                  });
            })),
        new DamagedStore(
            "utf16be-schema-of-noise",
            "The schema of a UTF-16be database is noise behind its header.",
            database(() ->
                table("PRAGMA encoding='UTF-16be'", 9, 100)
                    .change(
                        FileTag.MAIN,
                        0,
                        old -> {
                          System.arraycopy(random(CHUNK - 100, 4), 0, old, 100, CHUNK - 100);
                          return old;
                        }))));
  }

  private static List<DamagedStore> rows() {
    return List.of(
        new DamagedStore(
            "index-without-its-rows",
            "Every page is in order, but the index has an entry that no row has.",
            database(() ->
                Damage.database(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)",
                    "INSERT INTO t VALUES(1, 'one'), (2, 'two')",
                    "CREATE INDEX i ON t(name)",
                    "PRAGMA writable_schema=ON",
                    "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(id)' WHERE name = 'i'"))),
        new DamagedStore(
            "null-where-none-may-be",
            "A column became NOT NULL, and a row has none.",
            database(() ->
                Damage.database(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)",
                    "INSERT INTO t VALUES(1, 'one'), (2, NULL)",
                    "PRAGMA writable_schema=ON",
                    "UPDATE sqlite_schema SET sql ="
                        + " 'CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT NOT NULL)'"))),
        new DamagedStore(
            "child-without-its-parent",
            "A row refers to a parent that was deleted while foreign keys were not enforced.",
            database(DamagedPages::orphanedRow)),
        new DamagedStore(
            "child-without-its-parent-and-an-orphan",
            "A row without its parent, and a chunk past the end.",
            database(() -> orphanedRow().put(FileTag.MAIN, 60, filled(80, 1)))));
  }

  private static Damage orphanedRow() throws Exception {
    return Damage.database(
        "CREATE TABLE parent(id INTEGER PRIMARY KEY)",
        "CREATE TABLE child(id INTEGER PRIMARY KEY, parent REFERENCES parent(id))",
        "INSERT INTO parent VALUES(1), (2)",
        "INSERT INTO child VALUES(10, 1), (11, 2), (12, 7)");
  }
}
