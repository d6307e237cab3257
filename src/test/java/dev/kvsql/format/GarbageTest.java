package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes: an answer, no exception, and an end. Failures print the seed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GarbageTest {
  private static final int ROUNDS = 1500;

  @TempDir Path dir;

  @Test
  void randomBytesAreAnsweredAsHeaderJournalAndWal() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      byte[] bytes = random(seed);
      assertThatCode(() -> readAll(bytes)).as("seed %d", seed).doesNotThrowAnyException();
    }
  }

  @Test
  void randomPagesBehindAValidHeaderAreCounted() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      byte[] bytes = Arrays.copyOf(random(seed), 512 + (int) seed * 20);
      withHeader(bytes, new Random(seed));
      verifyCensus(bytes, seed);
    }
  }

  @Test
  void aDatabaseWithRandomDamageIsCounted() throws Exception {
    byte[] healthy = database();
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = healthy.clone();
      for (int i = 1 + random.nextInt(40); i > 0; i--) {
        bytes[100 + random.nextInt(bytes.length - 100)] = (byte) random.nextInt();
      }
      verifyCensus(bytes, seed);
    }
  }

  @Test
  void aDatabaseWithPagesInTheWrongPlacesIsCounted() throws Exception {
    byte[] healthy = database();
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = healthy.clone();
      int pages = bytes.length / 512;
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        int to = 1 + random.nextInt(pages - 1);
        System.arraycopy(bytes, (1 + random.nextInt(pages - 1)) * 512, bytes, to * 512, 512);
      }
      verifyCensus(bytes, seed);
    }
  }

  @Test
  void aDatabaseCutAnywhereIsCounted() throws Exception {
    byte[] healthy = database();
    for (int length = 100; length < healthy.length; length += 97) {
      verifyCensus(Arrays.copyOf(healthy, length), length);
    }
  }

  @Test
  void journalsAndWalsWithTheRightMagicAreAnswered() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = Arrays.copyOf(random(seed), 64 + random.nextInt(20000));
      ByteBuffer.wrap(bytes).putLong(0, 0xd9d505f920a163d7L);
      if (random.nextBoolean()) {
        ByteBuffer.wrap(bytes).putInt(20, 32 << random.nextInt(4)).putInt(24, 512);
      }
      ByteBuffer.wrap(bytes).putLong(bytes.length - 8, 0xd9d505f920a163d7L);
      assertThatCode(() -> readAll(bytes)).as("seed %d", seed).doesNotThrowAnyException();
      ByteBuffer.wrap(bytes).putInt(0, 0x377f0682).putInt(4, 3007000).putInt(8, 512);
      assertThatCode(() -> readAll(bytes)).as("seed %d", seed).doesNotThrowAnyException();
    }
  }

  private static void readAll(byte[] bytes) {
    DatabaseHeader.parse(bytes);
    JournalState.of(ByteSource.of(bytes), bytes.length);
    WalState.of(ByteSource.of(bytes));
  }

  private static void verifyCensus(byte[] bytes, long seed) {
    SparseSource source = new SparseSource(bytes, bytes.length);
    PageCensus census;
    try {
      census = PageCensus.of(RealDatabase.header(bytes), source);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
    long sum = 0;
    for (PageKind kind : PageKind.values()) {
      assertThat(census.count(kind)).as("seed %d, %s", seed, kind).isNotNegative();
      sum += census.count(kind);
    }
    assertThat(sum).as("seed %d", seed).isEqualTo(census.pageCount());
    assertThat(census.anomalies())
        .as("seed %d", seed)
        .hasSize((int) Math.min(census.anomalyCount(), PageCensus.MAX_ANOMALIES));
    // Once a page, and for each schema row once more for each page of its overflow chain and byte.
    assertThat(source.reads()).as("seed %d", seed).isLessThan(20 * census.pageCount() + 20);
  }

  private static byte[] random(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(40000)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Makes random bytes a database with 512-byte pages, whose first page has cells. */
  private static void withHeader(byte[] bytes, Random random) {
    ByteBuffer.wrap(bytes)
        .put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))
        .putShort(16, (short) 512)
        .put(18, new byte[] {1, 1, (byte) random.nextInt(33), 64, 32, 32})
        .putInt(28, random.nextInt(200))
        .putInt(32, random.nextInt(100))
        .putInt(36, random.nextInt(100))
        .putInt(44, 4)
        .putInt(52, random.nextInt(2))
        .putInt(56, 1)
        .put(100, (byte) (random.nextBoolean() ? 13 : 5))
        .putShort(103, (short) random.nextInt(200))
        .putInt(108, random.nextInt(100));
  }

  private byte[] database() throws Exception {
    String[] setup = {
      "pragma page_size=512",
      "create table t(id integer primary key, b)",
      "create table u(a, b, primary key(a, b)) without rowid",
      "create table \"" + "n".repeat(900) + "\"(a unique)",
      "create table gone(b)",
      "insert into gone values(zeroblob(70000))",
      "insert into t(b) select randomblob(rowid * 20) from pragma_function_list limit 60",
      "insert into u select id, b from t",
      "create index i on t(b)",
      "drop table gone"
    };
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), setup)) {
      return database.bytes();
    }
  }
}
