package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.format.WalState.Empty;
import dev.kvsql.format.WalState.Hot;
import dev.kvsql.format.WalState.NoFrames;
import dev.kvsql.format.WalState.NotAWal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WalStateTest {
  private static final int HEADER = 32;
  private static final int FRAME = 24 + 1024;

  @TempDir Path dir;

  private byte[] main = {};

  /** Five transactions of one row each, after the schema. */
  private byte[] wal = {};

  @BeforeEach
  void makeAWal() throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), "pragma page_size=1024")) {
      database.run("pragma journal_mode=wal", "pragma wal_autocheckpoint=0", "create table t(a)");
      for (int i = 0; i < 5; i++) {
        database.run("insert into t values(randomblob(700))");
      }
      main = database.bytes();
      wal = database.bytes("-wal");
    }
  }

  @Test
  void everyFrameOfAWalThatWasNotCheckpointedIsCommitted() throws Exception {
    Hot hot = (Hot) state(wal);
    int frames = (wal.length - HEADER) / FRAME;
    assertThat(frames).isGreaterThan(5);
    assertThat(hot.hot()).isTrue();
    assertThat(hot.validFrames()).isEqualTo(frames);
    assertThat(hot.committedFrames()).isEqualTo(frames).isEqualTo(framesBySqlite(wal));
    assertThat(hot.header().pageSize()).isEqualTo(1024);
    assertThat(hot.header().formatVersion()).isEqualTo(3007000);
    assertThat(hot.header().checksumOrder()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(hot.header().salt1()).isEqualTo(u32(16));
    assertThat(hot.header().salt2()).isEqualTo(u32(20));
    assertThat(hot.header().checkpointSequence()).isEqualTo(u32(12));
  }

  @Test
  void thePagesAfterTheLastCommitAreThoseThatSqliteCounts() throws Exception {
    Hot hot = (Hot) state(wal);
    try (RealDatabase copy = recover(wal)) {
      assertThat(hot.databasePages()).isEqualTo(copy.number("pragma page_count"));
    }
  }

  @Test
  void aFlippedByteEndsTheWalAsItDoesForSqlite() throws Exception {
    int frames = (wal.length - HEADER) / FRAME;
    for (int frame = 0; frame < frames; frame++) {
      byte[] flipped = wal.clone();
      flipped[HEADER + frame * FRAME + 24 + 500] ^= 4;
      WalState state = state(flipped);
      assertThat(committed(state)).as("frame %d", frame).isEqualTo(framesBySqlite(flipped));
      if (state instanceof Hot hot) {
        assertThat(hot.validFrames()).isEqualTo(frame);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 12, 16, 20})
  void aFlippedByteInAFrameHeaderEndsTheWal(int offset) {
    byte[] flipped = wal.clone();
    flipped[HEADER + 3 * FRAME + offset + 3] ^= 1;
    assertThat(((Hot) state(flipped)).validFrames()).isEqualTo(3);
  }

  @Test
  void aFrameCutShortDoesNotCount() throws Exception {
    int frames = (wal.length - HEADER) / FRAME;
    byte[] cut = Arrays.copyOf(wal, wal.length - 1);
    assertThat(((Hot) state(cut)).validFrames()).isEqualTo(frames - 1);
    assertThat(committed(state(cut))).isEqualTo(framesBySqlite(cut));
  }

  @Test
  void aFrameCutShortByZerosDoesNotCountEither() {
    byte[] other = wal.clone();
    Arrays.fill(other, other.length - 8, other.length, (byte) 0);
    ByteBuffer.wrap(other).putInt(0, 0x377f0682);
    sumAnew(other, ByteOrder.LITTLE_ENDIAN);
    int frames = (wal.length - HEADER) / FRAME;
    assertThat(((Hot) state(other)).validFrames()).isEqualTo(frames);
    byte[] cut = Arrays.copyOf(other, other.length - 1);
    assertThat(((Hot) state(cut)).validFrames()).isEqualTo(frames - 1);
  }

  @Test
  void framesOfATransactionThatRunsAreValidButNotCommitted() throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("b.db"), "pragma page_size=1024")) {
      database.run("pragma journal_mode=wal", "create table t(a)", "pragma cache_size=5");
      long committed = committed(state(database.bytes("-wal")));
      database.run(
          "begin", "insert into t select randomblob(900) from pragma_function_list limit 50");
      main = database.bytes();
      byte[] open = database.bytes("-wal");
      Hot hot = (Hot) state(open);
      assertThat(hot.committedFrames()).isEqualTo(committed).isEqualTo(framesBySqlite(open));
      assertThat(hot.validFrames()).isGreaterThan(committed + 20);
    }
  }

  @Test
  void framesOfAnEarlierRunDoNotCount() throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("b.db"), "pragma page_size=1024")) {
      database.run("pragma journal_mode=wal", "create table t(a)");
      database.run("insert into t select randomblob(900) from pragma_function_list limit 50");
      database.run("pragma wal_checkpoint(restart)", "update t set a = 1 where rowid = 1");
      main = database.bytes();
      byte[] restarted = database.bytes("-wal");
      assertThat(restarted.length).isGreaterThan(50 * FRAME);
      Hot hot = (Hot) state(restarted);
      assertThat(hot.validFrames())
          .isEqualTo(hot.committedFrames())
          .isEqualTo(framesBySqlite(restarted))
          .isLessThan(5);
    }
  }

  @Test
  void checksumsMayBeInTheOtherByteOrder() throws Exception {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] other = withChecksums(order);
      Hot hot = (Hot) state(other);
      assertThat(hot.header().checksumOrder()).isEqualTo(order);
      assertThat(hot.committedFrames())
          .isEqualTo((wal.length - HEADER) / FRAME)
          .isEqualTo(framesBySqlite(other));
    }
  }

  @Test
  void aWalWithoutBytesIsEmpty() {
    assertThat(state(new byte[0])).isEqualTo(new Empty());
  }

  @Test
  void aHeaderAloneHasNoFrames() {
    assertThat(state(Arrays.copyOf(wal, HEADER))).isInstanceOf(NoFrames.class);
    assertThat(state(Arrays.copyOf(wal, HEADER)).hot()).isFalse();
    assertThat(state(Arrays.copyOf(wal, HEADER - 1))).isEqualTo(new NotAWal());
  }

  @Test
  void aTransactionCutShortIsNoFrame() {
    byte[] uncommitted = Arrays.copyOf(wal, HEADER + FRAME);
    assertThat(ByteBuffer.wrap(wal).getInt(HEADER + 4)).isZero();
    assertThat(state(uncommitted)).isInstanceOf(NoFrames.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 10, 13, 17, 22, 25, 30})
  void aHeaderWithAFlippedByteIsNoWal(int offset) {
    byte[] flipped = wal.clone();
    flipped[offset] ^= 1;
    assertThat(state(flipped)).isEqualTo(new NotAWal());
  }

  @ParameterizedTest
  @CsvSource({"4, 3007001", "8, 1000", "8, 256", "8, 131072", "0, 930809476"})
  void aWrongFieldIsNoWalThoughTheChecksumIsRight(int offset, int value) {
    byte[] other = wal.clone();
    ByteBuffer.wrap(other).putInt(offset, value);
    sumAnew(other, ByteOrder.LITTLE_ENDIAN);
    assertThat(state(other)).isEqualTo(new NotAWal());
  }

  @Test
  void aFrameOfPageZeroIsInvalid() {
    byte[] other = wal.clone();
    ByteBuffer.wrap(other).putInt(0, 0x377f0682).putInt(HEADER + 2 * FRAME, 0);
    sumAnew(other, ByteOrder.LITTLE_ENDIAN);
    assertThat(((Hot) state(other)).validFrames()).isEqualTo(2);
  }

  @Test
  void zerosAreNoWal() {
    assertThat(state(new byte[5000])).isEqualTo(new NotAWal());
  }

  /** The WAL with all checksums computed anew, by the text of section 4.2. */
  private byte[] withChecksums(ByteOrder order) {
    byte[] bytes = wal.clone();
    ByteBuffer.wrap(bytes).putInt(0, order == ByteOrder.BIG_ENDIAN ? 0x377f0683 : 0x377f0682);
    sumAnew(bytes, order);
    return bytes;
  }

  private static void sumAnew(byte[] bytes, ByteOrder order) {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    int[] sums = {0, 0};
    sum(bytes, 0, 24, order, sums);
    out.putInt(24, sums[0]).putInt(28, sums[1]);
    for (int at = HEADER; at < bytes.length; at += FRAME) {
      sum(bytes, at, 8, order, sums);
      sum(bytes, at + 24, 1024, order, sums);
      out.putInt(at + 16, sums[0]).putInt(at + 20, sums[1]);
    }
  }

  private static void sum(byte[] bytes, int offset, int count, ByteOrder order, int[] sums) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
    for (int i = offset; i < offset + count; i += 8) {
      sums[0] += in.getInt(i) + sums[1];
      sums[1] += in.getInt(i + 4) + sums[0];
    }
  }

  /** How many frames SQLite itself recovers. */
  private long framesBySqlite(byte[] bytes) throws Exception {
    try (RealDatabase copy = recover(bytes)) {
      copy.number("select count(*) from sqlite_schema");
      return Long.parseLong(copy.text("pragma wal_checkpoint(noop)", 2));
    }
  }

  private RealDatabase recover(byte[] bytes) throws Exception {
    Path copy = Files.createTempDirectory(dir, "copy").resolve("a.db");
    Files.write(copy, main);
    Files.write(Path.of(copy + "-wal"), bytes);
    return RealDatabase.open(copy);
  }

  private static long committed(WalState state) {
    return state instanceof Hot hot ? hot.committedFrames() : 0;
  }

  private long u32(int offset) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(wal).getInt(offset));
  }

  private static WalState state(byte[] bytes) {
    return WalState.of(ByteSource.of(bytes));
  }
}
