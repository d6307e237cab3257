package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.database;
import static dev.kvsql.damage.library.Making.file;
import static dev.kvsql.damage.library.Making.filled;
import static dev.kvsql.damage.library.Making.killed;
import static dev.kvsql.damage.library.Making.notClosed;
import static dev.kvsql.damage.library.Making.random;
import static dev.kvsql.damage.library.Making.table;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.damage.library.DamagedStore.Maker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Stores whose file itself, or whose redo log, is damaged. */
final class DamagedFiles {
  /** Where MapDB keeps the place and length of each record, in its first page. */
  private static final int FIRST_SLOT = 32_888;

  private static final int LAST_SLOT = 40_000;

  private DamagedFiles() {}

  static List<DamagedStore> all() {
    return Stream.of(stores(), logs(), records()).flatMap(List::stream).toList();
  }

  private static List<DamagedStore> stores() {
    return List.of(
        new DamagedStore(
            "store-not-closed",
            "A program that knows MapDB and not kvsql ended without closing the store.",
            notClosed(Damage::pages22)),
        new DamagedStore(
            "store-with-a-broken-header",
            "A byte of the store file's header changed.",
            file(
                database(() -> table(4096, 9, 200)),
                bytes -> {
                  bytes[20] ^= 1;
                  return bytes;
                })),
        new DamagedStore(
            "store-cut-in-half",
            "The store file was copied, and the copy ended early.",
            file(database(Damage::pages22), bytes -> Arrays.copyOf(bytes, bytes.length / 2))),
        new DamagedStore(
            "store-of-0-bytes",
            "The store file has no byte.",
            path -> Files.write(path, new byte[0])),
        new DamagedStore(
            "store-of-noise",
            "The store file is noise.",
            path -> Files.write(path, random(9000, 5))),
        new DamagedStore(
            "store-of-text",
            "Somebody wrote a letter over the store.",
            path -> Files.writeString(path, "Dear store, ".repeat(300), StandardCharsets.US_ASCII)),
        new DamagedStore(
            "store-that-is-a-sqlite-file",
            "The store file is a SQLite database that was never imported.",
            path -> {
              Damage database = Damage.pages22();
              byte[] first = database.store().get(StoreKey.chunk(FileTag.MAIN, 0));
              Files.write(path, first == null ? new byte[0] : first);
            }));
  }

  private static List<DamagedStore> logs() {
    return List.of(
        new DamagedStore(
            "log-pending",
            "A process was killed after two commits: they lie in its redo log.",
            killed(Damage::pages22, foreign(1), foreign(2))),
        new DamagedStore(
            "log-pending-with-an-orphan",
            "A process was killed after a commit that left a chunk past the end.",
            killed(
                Damage::pages22,
                WriteBatch.builder()
                    .put(StoreKey.chunk(FileTag.MAIN, 30), filled(4096, 1))
                    .build())),
        new DamagedStore(
            "log-damaged-at-its-second-commit",
            "A process was killed after three commits, and the second is damaged in the log.",
            brokenLog(14)),
        new DamagedStore(
            "log-of-noise",
            "The redo log is noise.",
            path -> {
              database(Damage::pages22).make(path);
              Files.write(Making.log(path), random(20_000, 6));
            }));
  }

  private static Maker brokenLog(int block) {
    return path -> {
      killed(Damage::pages22, foreign(1), foreign(2), foreign(3)).make(path);
      Path log = Making.log(path);
      byte[] bytes = Files.readAllBytes(log);
      bytes[Math.min(bytes.length - 1, block * 4096)] ^= 1;
      Files.write(log, bytes);
    };
  }

  private static WriteBatch foreign(int number) {
    return WriteBatch.builder().put(new byte[] {1, (byte) number}, filled(6000, number)).build();
  }

  private static List<DamagedStore> records() {
    return List.of(
        new DamagedStore(
            "record-of-a-chunk-unreadable",
            "MapDB's record of one chunk lies outside the file.",
            file(database(Damage::pages22), bytes -> misplaced(bytes, 4096))),
        new DamagedStore(
            "record-of-a-leaf-unreadable",
            "MapDB's record of a leaf of the map is all zeros.",
            file(database(Damage::pages22), DamagedFiles::withoutALeaf)));
  }

  /** Sends the first record of about that size past the end. */
  private static byte[] misplaced(byte[] store, int size) {
    ByteBuffer index = ByteBuffer.wrap(store);
    for (int slot = FIRST_SLOT; slot < LAST_SLOT; slot += Long.BYTES) {
      long value = index.getLong(slot);
      if (Math.abs((value >>> 48) - size) < 16) {
        index.putLong(slot, value | 0xfff_ff00_0000L);
        return store;
      }
    }
    throw new AssertionError("no record of about " + size + " bytes");
  }

  private static byte[] withoutALeaf(byte[] store) {
    ByteBuffer index = ByteBuffer.wrap(store);
    for (int slot = FIRST_SLOT; slot < LAST_SLOT; slot += Long.BYTES) {
      long value = index.getLong(slot);
      int size = (int) (value >>> 48);
      if (size > 150 && size < 500) {
        int offset = (int) (value & 0xffff_ffff_fff0L);
        Arrays.fill(store, offset, offset + size, (byte) 0);
        return store;
      }
    }
    throw new AssertionError("no leaf");
  }
}
