package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.CHUNK;
import static dev.kvsql.damage.library.Making.database;
import static dev.kvsql.damage.library.Making.table;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Stores with damaged metas: the size of a file is wrong, or there is none. */
final class DamagedMetas {
  private DamagedMetas() {}

  static List<DamagedStore> all() {
    return List.of(
        new DamagedStore(
            "meta-of-3-bytes",
            "The main file's meta was cut to three bytes.",
            database(() -> Damage.pages22().meta(FileTag.MAIN, new byte[] {1, 0, 64}))),
        new DamagedStore(
            "meta-of-0-bytes",
            "The main file's meta has no byte left.",
            database(() -> table(1024, 20, 300).meta(FileTag.MAIN, new byte[0]))),
        new DamagedStore(
            "meta-of-another-version",
            "A later program wrote the main file's meta: its version is 2.",
            database(() -> table(512, 20, 300).meta(FileTag.MAIN, meta(2, 20 * 512)))),
        new DamagedStore(
            "meta-of-a-size-too-large",
            "The main file's meta is all ones, which is no size of a file.",
            database(() -> Damage.pages22().meta(FileTag.MAIN, meta(1, -1)))),
        new DamagedStore(
            "meta-of-the-wal-malformed",
            "A byte was lost from the meta of a WAL, beside a main file that is sound.",
            database(() -> Damage.pages22().meta(FileTag.WAL, new byte[9]))),
        new DamagedStore(
            "meta-missing-main",
            "The main file's meta was deleted; its chunks are there.",
            database(() -> Damage.pages22().withoutMeta(FileTag.MAIN))),
        new DamagedStore(
            "meta-missing-main-of-two-pages",
            "The main file's meta was deleted; all there ever was are two pages.",
            database(() ->
                Damage.database("CREATE TABLE t(x)", "INSERT INTO t VALUES('one')")
                    .withoutMeta(FileTag.MAIN))),
        new DamagedStore(
            "meta-missing-journal",
            "A process died as it deleted its journal: the meta is gone, the chunks are not.",
            database(() ->
                Damage.pages22()
                    .run("PRAGMA journal_mode=PERSIST", "UPDATE t SET body = 'y' WHERE id = 3")
                    .withoutMeta(FileTag.JOURNAL))),
        new DamagedStore(
            "meta-missing-wal-and-shm",
            "Chunks of a WAL and of shared memory were left when their metas went.",
            database(() ->
                Damage.pages22()
                    .put(FileTag.WAL, 0, new byte[CHUNK])
                    .put(FileTag.WAL, 1, new byte[700])
                    .put(FileTag.SHM, 0, new byte[CHUNK]))),
        new DamagedStore(
            "meta-short-whole-chunks",
            "A truncate wrote its smaller size and went no further, but SQLite kept its page count.",
            database(() -> Damage.pages22().size(FileTag.MAIN, 9 * CHUNK))),
        new DamagedStore(
            "meta-short-inside-a-chunk",
            "The size is that of an older file, which ended in the middle of a page.",
            database(() -> Damage.pages86Of1024().size(FileTag.MAIN, 81 * 1024 + 1))),
        new DamagedStore(
            "meta-short-by-one-byte",
            "The size lost one byte.",
            database(() -> table(8192, 30, 900).size(FileTag.MAIN, 8192 * 3 - 1))),
        new DamagedStore(
            "meta-short-and-chunks-gone",
            "The size is too small, and chunks past it are gone as well.",
            database(
                () -> Damage.pages22().size(FileTag.MAIN, 9 * CHUNK).delete(FileTag.MAIN, 12, 3))),
        new DamagedStore(
            "meta-zero",
            "The size is 0, and every chunk is there.",
            database(() -> table(2048, 40, 500).size(FileTag.MAIN, 0))),
        new DamagedStore(
            "meta-one-byte-more",
            "The size has one byte more than whole pages.",
            database(() -> Damage.pages22().size(FileTag.MAIN, 22 * CHUNK + 1))),
        new DamagedStore(
            "meta-unaligned-pages-of-65536",
            "The size has four chunks more, which is a part of a page of 65,536 bytes.",
            database(() -> {
              Damage database = table(65536, 20, 500);
              return database.size(FileTag.MAIN, database.number(28) * 65536 + 4 * CHUNK);
            })),
        new DamagedStore(
            "meta-too-large",
            "The size has 100 chunks more than the database, and nothing is there.",
            database(() -> Damage.pages22().size(FileTag.MAIN, 122 * CHUNK))),
        new DamagedStore(
            "meta-of-16-tebibytes",
            "The size is the largest that the layout can tell.",
            database(() -> Damage.pages22().size(FileTag.MAIN, 1L << 44))));
  }

  private static byte[] meta(int version, long size) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) version)
        .putLong(size)
        .array();
  }
}
