package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.ReadOnlyChunkStore;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in a store: a check ends, finds something sensible and does not write. */
final class GarbageStoreTest {
  private static final FileTag[] TAGS = FileTag.values();

  static LongStream seeds() {
    Long wanted = Long.getLong("kvsql.seed");
    return wanted == null
        ? LongStream.concat(LongStream.rangeClosed(1, 60), LongStream.of(System.nanoTime()))
        : LongStream.of(wanted);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aCheckOfADamagedDatabaseEnds(long seed) throws Exception {
    Random random = new Random(seed);
    Damage database = Damage.pages22();
    if (random.nextBoolean()) {
      database = Damage.crashedCommit(database, "UPDATE t SET body = 'y' WHERE id < 9");
    }
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      damage(database, random);
    }
    Damage damaged = database;

    DatabaseReport report =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> DatabaseCheck.of("main", new ReadOnlyChunkStore(damaged.store()), Level.FULL));

    assertThat(report.findings()).extracting(Finding::severity).isSorted();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aCheckOfPureGarbageEnds(long seed) {
    Random random = new Random(seed);
    Damage database = Damage.empty();
    int keys = random.nextInt(40);
    for (int i = 0; i < keys; i++) {
      byte[] key = new byte[random.nextInt(10)];
      random.nextBytes(key);
      for (int at = 0; at < Math.min(key.length, 4); at++) {
        key[at] = (byte) (at == 0 ? 8 : random.nextInt(2));
      }
      byte[] value = new byte[random.nextInt(4) == 0 ? 10 : random.nextInt(6000)];
      random.nextBytes(value);
      database.key(HexFormat.of().formatHex(key), value);
    }

    DatabaseReport report =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> DatabaseCheck.of("main", new ReadOnlyChunkStore(database.store()), Level.FULL));

    assertThat(report.findings()).extracting(Finding::severity).isSorted();
  }

  private static void damage(Damage database, Random random) {
    FileTag tag = TAGS[random.nextInt(TAGS.length)];
    long chunk = random.nextInt(24);
    switch (random.nextInt(8)) {
      case 0 -> database.delete(tag, chunk, 1 + random.nextInt(3));
      case 1 -> database.put(tag, chunk, bytes(random, random.nextInt(5000)));
      case 2 -> database.size(tag, random.nextInt(30) * 4096L + random.nextInt(3));
      case 3 -> database.size(tag, random.nextLong(1L << 44));
      case 4 -> database.meta(tag, bytes(random, random.nextInt(12)));
      case 5 -> database.withoutMeta(tag);
      case 6 -> database.key("08" + HexFormat.of().formatHex(bytes(random, 4)));
      default -> database.put(FileTag.MAIN, chunk, bytes(random, 4096));
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
