package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.CHUNK;
import static dev.kvsql.damage.library.Making.checksummed;
import static dev.kvsql.damage.library.Making.filled;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/** Stores that keep checksums, after something went behind their back. */
final class DamagedChecksums {
  private static final String UPDATE = "UPDATE t SET body = 'y' WHERE id < 4";

  private DamagedChecksums() {}

  static List<DamagedStore> all() {
    return List.of(
        new DamagedStore(
            "checksum-of-one-bit",
            "One bit of a text flipped, which SQLite does not mind.",
            checksummed(Damage::pages22, chunks -> flip(chunks, FileTag.MAIN, 7))),
        new DamagedStore(
            "checksum-of-two-chunks",
            "Two chunks side by side were changed by a program that keeps no checksums.",
            checksummed(
                Damage::pages22,
                chunks -> {
                  flip(chunks, FileTag.MAIN, 7);
                  flip(chunks, FileTag.MAIN, 8);
                })),
        new DamagedStore(
            "checksum-missing",
            "A program that keeps no checksums added a chunk past the end.",
            checksummed(
                Damage::pages22,
                chunks -> chunks.put(StoreKey.chunk(FileTag.MAIN, 30), filled(CHUNK, 1)))),
        new DamagedStore(
            "checksum-without-its-chunk",
            "A program that keeps no checksums deleted a chunk of rows.",
            checksummed(Damage::pages22, chunks -> chunks.remove(StoreKey.chunk(FileTag.MAIN, 9)))),
        new DamagedStore(
            "checksum-of-a-chunk-that-never-was",
            "A checksum was left for a chunk past the end.",
            Making.withChecksumOf(Damage::pages22, 77)),
        new DamagedStore(
            "checksum-of-a-tail",
            "The last chunk is too long, and is not what was written.",
            checksummed(
                Damage::pages86Of1024,
                chunks -> chunks.put(StoreKey.chunk(FileTag.MAIN, 21), filled(CHUNK, 2)))),
        new DamagedStore(
            "checksum-in-a-hot-journal",
            "A process died in a commit, and a bit of its journal flipped.",
            checksummed(
                () -> Damage.crashedCommit(Damage.pages22(), UPDATE),
                chunks -> flip(chunks, FileTag.JOURNAL, 4))),
        new DamagedStore(
            "checksum-beside-a-hot-journal",
            "A process died in a commit, and a bit of a page flipped that the journal does not have.",
            checksummed(
                () -> Damage.crashedCommit(Damage.pages22(), UPDATE),
                chunks -> flip(chunks, FileTag.MAIN, 15))));
  }

  private static void flip(SortedMap<byte[], byte[]> chunks, FileTag file, long index) {
    byte[] key = StoreKey.chunk(file, index);
    byte[] chunk = Objects.requireNonNull(chunks.get(key)).clone();
    chunk[chunk.length - 7] ^= 1;
    chunks.put(key, chunk);
  }
}
