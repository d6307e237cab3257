package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.CHUNK;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.util.List;

/** Stores beside the dump of a live process's cache that does not go with them. */
final class DamagedCaches {
  private DamagedCaches() {}

  static List<DamagedStore> all() {
    return List.of(
        new DamagedStore(
            "cache-after-the-boundary-bug",
            "A truncate to a multiple of a chunk left the chunks past the end in the cache.",
            Making.cached(() -> truncated(20 * CHUNK), () -> whole(20 * CHUNK))),
        new DamagedStore(
            "cache-with-a-chunk-past-the-end",
            "A chunk past the end was cached, though no store ever had it.",
            Making.cached(
                Damage::pages22, () -> Damage.pages22().put(FileTag.MAIN, 22, new byte[CHUNK]))),
        new DamagedStore(
            "cache-with-a-longer-last-chunk",
            "A truncate shortened the last chunk in the store, and not in the cache.",
            Making.cached(
                () -> truncated(19 * CHUNK + 100).resize(FileTag.MAIN, 19, 1, 100),
                () -> truncated(19 * CHUNK + 100))),
        new DamagedStore(
            "cache-of-an-older-commit",
            "Another process has written since, and the file is larger now.",
            Making.cached(
                () -> Damage.pages22().run("INSERT INTO t VALUES(21, printf('%.*c', 3000, 'y'))"),
                Damage::pages22)),
        new DamagedStore(
            "cache-that-was-evicted-before-the-write-failed",
            "A truncate changed the size in memory, and its write of the meta failed.",
            Making.cached(Damage::pages22, () -> truncated(20 * CHUNK))),
        new DamagedStore(
            "cache-with-a-flipped-bit",
            "A bit of a cached chunk flipped in memory.",
            Making.cached(Damage::pages22, () -> Damage.pages22().poke(7 * CHUNK + 100, 0x55))),
        new DamagedStore(
            "cache-of-a-deleted-journal",
            "The journal is gone from the store, and the cache still has it.",
            Making.cached(
                Damage::pages22,
                () ->
                    Damage.crashedCommit(
                        Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4"))));
  }

  /** Without the chunks past the new end; a last chunk that is shortened stays whole. */
  private static Damage truncated(long sizeBytes) throws Exception {
    long end = Math.ceilDiv(sizeBytes, CHUNK);
    return whole(sizeBytes).delete(FileTag.MAIN, end, 22 - end);
  }

  private static Damage whole(long sizeBytes) throws Exception {
    return Damage.pages22().size(FileTag.MAIN, sizeBytes);
  }
}
