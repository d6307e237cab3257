package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.CHUNK;
import static dev.kvsql.damage.library.Making.database;
import static dev.kvsql.damage.library.Making.filled;
import static dev.kvsql.damage.library.Making.table;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.List;
import java.util.stream.Stream;

/** Stores with chunks too many, too few, too long and too short. */
final class DamagedChunks {
  private DamagedChunks() {}

  static List<DamagedStore> all() {
    return Stream.of(pastTheEnd(), lengths(), holes(), empty(), keys())
        .flatMap(List::stream)
        .toList();
  }

  private static List<DamagedStore> pastTheEnd() {
    return List.of(
        new DamagedStore(
            "orphans-of-a-vacuum",
            "A VACUUM made the file smaller, and its truncate died before the chunks went.",
            database(DamagedChunks::interruptedVacuum)),
        new DamagedStore(
            "orphan-at-the-last-index",
            "A chunk has the largest index of all.",
            database(
                () -> Damage.pages22().put(FileTag.MAIN, StoreKey.MAX_CHUNKS - 1, filled(9, 1)))),
        new DamagedStore(
            "orphans-apart",
            "Three chunks past the end, two of them side by side.",
            database(() ->
                table(1024, 9, 300)
                    .put(FileTag.MAIN, 30, filled(CHUNK, 7))
                    .put(FileTag.MAIN, 31, filled(5, 7))
                    .put(FileTag.MAIN, 40, filled(CHUNK, 7)))),
        new DamagedStore(
            "tail-of-pages-of-1024",
            "A truncate died before it shortened the last chunk.",
            database(() -> Damage.pages86Of1024().resize(FileTag.MAIN, 21, 1, CHUNK))),
        new DamagedStore(
            "tail-of-pages-of-512",
            "The last chunk has one page more than the file.",
            database(() -> {
              Damage database = table(512, 12, 200);
              long size = database.number(28) * 512;
              return database.resize(FileTag.MAIN, size / CHUNK, 1, (int) (size % CHUNK) + 512);
            })),
        new DamagedStore(
            "orphan-and-tail-of-a-finished-journal",
            "A finished journal has a chunk past its end, and a last one that is too long.",
            database(() ->
                Damage.pages22()
                    .file(FileTag.JOURNAL, new byte[600])
                    .resize(FileTag.JOURNAL, 0, 1, 900)
                    .put(FileTag.JOURNAL, 5, new byte[CHUNK]))));
  }

  private static Damage interruptedVacuum() throws Exception {
    Damage before = Damage.pages22();
    Damage after = Damage.pages22().run("DELETE FROM t WHERE id > 4", "VACUUM");
    for (long chunk = after.number(28); chunk < before.number(28); chunk++) {
      byte[] old = before.store().get(StoreKey.chunk(FileTag.MAIN, chunk));
      after.put(FileTag.MAIN, chunk, old == null ? new byte[0] : old);
    }
    return after;
  }

  private static List<DamagedStore> lengths() {
    return List.of(
        new DamagedStore(
            "long-chunk-inside",
            "A chunk has 100 bytes more than a chunk can have.",
            database(() -> Damage.pages22().resize(FileTag.MAIN, 7, 1, CHUNK + 100))),
        new DamagedStore(
            "long-chunk-at-the-end",
            "The last chunk has 8,192 bytes: two chunks under one key.",
            database(() -> Damage.pages22().resize(FileTag.MAIN, 21, 1, 2 * CHUNK))),
        new DamagedStore(
            "short-chunk-inside",
            "A chunk of rows has 1,000 bytes.",
            database(() -> Damage.pages22().resize(FileTag.MAIN, 7, 1, 1000))),
        new DamagedStore(
            "page-of-1024-lost-its-chunk",
            "A batch put the last page that it wrote as the whole chunk, three times.",
            database(() -> Damage.pages86Of1024().resize(FileTag.MAIN, 3, 3, 1024))),
        new DamagedStore(
            "short-chunk-at-the-end",
            "The last chunk lacks its last page of 512 bytes.",
            database(() -> {
              Damage database = table(512, 30, 200);
              long size = database.number(28) * 512;
              long last = (size - 1) / CHUNK;
              return database.resize(FileTag.MAIN, last, 1, (int) (size - last * CHUNK) - 512);
            })),
        new DamagedStore(
            "short-chunk-of-a-finished-journal",
            "A finished journal has a gap, as there are between records and headers.",
            database(() ->
                Damage.pages22()
                    .file(FileTag.JOURNAL, new byte[9000])
                    .resize(FileTag.JOURNAL, 1, 1, 40))));
  }

  private static List<DamagedStore> holes() {
    return List.of(
        new DamagedStore(
            "missing-chunk-of-rows",
            "A chunk with rows is gone.",
            database(() -> Damage.pages22().delete(FileTag.MAIN, 9, 1))),
        new DamagedStore(
            "missing-first-chunk",
            "The chunk with the SQLite header is gone.",
            database(() -> Damage.pages22().delete(FileTag.MAIN, 0, 1))),
        new DamagedStore(
            "missing-last-chunks",
            "The last two chunks are gone.",
            database(() -> Damage.pages22().delete(FileTag.MAIN, 20, 2))),
        new DamagedStore(
            "missing-all-chunks",
            "Only the meta is left.",
            database(() -> Damage.pages22().delete(FileTag.MAIN, 0, 22))),
        new DamagedStore(
            "missing-chunk-of-pages-of-512",
            "A chunk with eight pages is gone.",
            database(() -> table(512, 60, 300).delete(FileTag.MAIN, 3, 1))),
        new DamagedStore(
            "missing-chunk-of-a-page-of-65536",
            "One of the sixteen chunks of a page is gone.",
            database(() -> table(65536, 60, 2000).delete(FileTag.MAIN, 25, 1))),
        new DamagedStore(
            "missing-free-pages",
            "Chunks of free pages are gone, which nobody reads.",
            database(() -> {
              Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10");
              long leaf = database.number((database.number(32) - 1) * CHUNK + 8);
              return database.delete(FileTag.MAIN, leaf - 1, 2);
            })),
        new DamagedStore(
            "missing-chunk-of-the-freelist",
            "The chunk is gone that lists the free pages.",
            database(() -> {
              Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10");
              return database.delete(FileTag.MAIN, database.number(32) - 1, 1);
            })));
  }

  private static List<DamagedStore> empty() {
    return List.of(
        new DamagedStore(
            "empty-chunk-of-rows",
            "A chunk with rows has no byte left.",
            database(() -> Damage.pages22().put(FileTag.MAIN, 9, new byte[0]))),
        new DamagedStore(
            "empty-chunk-of-a-free-page",
            "A chunk of a page that nobody uses has no byte left.",
            database(() -> {
              Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10");
              long leaf = database.number((database.number(32) - 1) * CHUNK + 8);
              return database.put(FileTag.MAIN, leaf - 1, new byte[0]);
            })),
        new DamagedStore(
            "empty-chunk-past-the-end",
            "A key past the end has a value without a byte.",
            database(() -> Damage.pages22().put(FileTag.MAIN, 50, new byte[0]))),
        new DamagedStore(
            "everything-empty",
            "Every value of the database is there, and has no byte.",
            database(() -> {
              Damage database = Damage.empty().meta(FileTag.MAIN, new byte[0]);
              for (int chunk = 0; chunk < 4; chunk++) {
                database.put(FileTag.MAIN, chunk, new byte[0]).put(FileTag.WAL, chunk, new byte[0]);
              }
              return database.meta(FileTag.JOURNAL, new byte[0]);
            })));
  }

  private static List<DamagedStore> keys() {
    return List.of(
        new DamagedStore(
            "unknown-keys",
            "Somebody else writes keys that start with 08.",
            database(() -> Damage.pages22().key("0801", (byte) 1).key("08010104", (byte) 2))),
        new DamagedStore(
            "chunk-key-of-nine-bytes",
            "A chunk's key has a byte too many, so that the chunk itself is missing.",
            database(() ->
                Damage.pages22().delete(FileTag.MAIN, 9, 1).key("080101000000000900", (byte) 1))),
        new DamagedStore(
            "foreign-keys-only",
            "Other programs' keys share the namespace: there is nothing to find.",
            database(() -> Damage.pages22().key("01", (byte) 1).key("0900", (byte) 2))));
  }
}
