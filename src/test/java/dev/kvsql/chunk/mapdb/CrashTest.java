package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.RandomBatches;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreModel;
import dev.kvsql.chunk.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is there after a process ended anyhow: the files are copied while the store is open, and the
 * copy is cut, flipped and opened.
 */
final class CrashTest {
  private static final int PAGE = 4096;

  @TempDir Path dir;

  @Test
  void reopeningShowsTheLastCommit() throws Exception {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore database = store.createDatabase("main");
      put(database, 1, Durability.FORCED);
      put(database, 2, Durability.LAZY);
    }
    assertThat(StoreFiles.logPath(path)).doesNotExist();
    assertThat(StoreCopy.contents(path, Access.READ)).isEqualTo(upTo(2));
    assertThat(StoreCopy.contents(path, Access.WRITE)).isEqualTo(upTo(2));
  }

  static LongStream seeds() {
    return Seeds.of(2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aCopyTakenBetweenAnyTwoCommitsOpensWithTheFirst(long seed) throws Exception {
    Path path = dir.resolve("a.kv");
    Path copy = dir.resolve("copy.kv");
    RandomBatches batches = new RandomBatches(seed);
    StoreModel model = new StoreModel();
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
      assertThat(StoreCopy.of(path).contents(copy)).isEmpty();
    }
    for (int session = 0; session < 3; session++) {
      try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
        ChunkStore database = store.database("main");
        for (int step = 0; step < 12; step++) {
          WriteBatch batch = batches.next();
          model.apply(batch);
          database.apply(batch, step % 3 == 0 ? Durability.FORCED : Durability.LAZY);
          assertThat(StoreCopy.of(path).contents(copy))
              .as("seed %d, session %d, step %d", seed, session, step)
              .isEqualTo(model.contents());
        }
      }
    }
  }

  @Test
  void aLogTornAnywhereInItsLastFrameGivesTheCommitBefore() throws Exception {
    Copies copies = twoCommits(Durability.FORCED);
    byte[] log = copies.second.log();
    int start = copies.first.log().length;
    SortedSet<Integer> lengths = sampled(start, log.length);
    lengths.add(start);
    for (int length : lengths) {
      assertThat(torn(copies.second, length))
          .as("the last frame begins at %d; cut at %d of %d", start, length, log.length)
          .isEqualTo(upTo(1));
    }
    assertThat(torn(copies.second, log.length)).isEqualTo(upTo(2));
  }

  @Test
  void aByteFlippedAnywhereInTheLastFrameGivesTheCommitBefore() throws Exception {
    Copies copies = twoCommits(Durability.FORCED);
    int start = copies.first.log().length;
    for (int at : sampled(start, copies.second.log().length)) {
      byte[] log = copies.second.log().clone();
      log[at] ^= (byte) (1 << (at % 8));
      assertThat(copies.second.withLog(log).contents(dir.resolve("copy.kv")))
          .as("the last frame begins at %d; flipped at %d", start, at)
          .isEqualTo(upTo(1));
    }
  }

  @Test
  void aByteFlippedInAnEarlierFrameGivesTheCommitBeforeThatOne() throws Exception {
    Copies copies = twoCommits(Durability.LAZY);
    byte[] log = copies.second.log().clone();
    log[copies.first.log().length - 100] ^= 1;
    assertThat(copies.second.withLog(log).contents(dir.resolve("copy.kv"))).isEmpty();
  }

  /** The second was only acknowledged after the first was durable, so this was no power failure. */
  @Test
  void aByteFlippedInACommitThatWasDurableIsDamage() throws Exception {
    Copies copies = twoCommits(Durability.FORCED);
    byte[] log = copies.second.log().clone();
    log[copies.first.log().length - 100] ^= 1;
    Path copy = copies.second.withLog(log).write(dir.resolve("copy.kv"));
    int end = copies.first.log().length;
    for (Access access : Access.values()) {
      assertThatThrownBy(() -> MapDbStore.open(copy, access))
          .isInstanceOf(StoreException.LogRefused.class)
          .hasMessage(
              StoreFiles.logPath(copy.toRealPath())
                  + ": frame 1 at byte 4096 is damaged: it was durable when frame 2 at byte "
                  + end
                  + " was written; to go on with the commits before: kvsql repair "
                  + copy.toRealPath()
                  + " --apply --allow STORE-LOG");
    }
  }

  /** A frame that the disk lost, with the one after it whole: that one was on top of it. */
  @Test
  void aFrameCountsOnlyAfterTheOneBefore() throws Exception {
    Copies copies = twoCommits(Durability.LAZY);
    StoreCopy third = withThird(copies);
    int second = copies.first.log().length;
    int end = copies.second.log().length;
    byte[] log = third.log();
    byte[] without = Arrays.copyOf(log, log.length - (end - second));
    System.arraycopy(log, end, without, second, log.length - end);
    assertThat(third.withLog(without).contents(dir.resolve("copy.kv"))).isEqualTo(upTo(1));
  }

  /** Commits of equal size: the new second frame ends just where the old third one begins. */
  @Test
  void framesBehindABrokenOneNeverComeBack() throws Exception {
    Copies copies = twoCommits(Durability.LAZY);
    StoreCopy third = withThird(copies);
    byte[] log = third.log().clone();
    log[copies.second.log().length - 1] ^= 1;
    Path broken = third.withLog(log).write(dir.resolve("broken.kv"));
    try (MapDbStore store = MapDbStore.open(broken, Access.WRITE)) {
      put(store.database("main"), 4, Durability.FORCED);
      StoreCopy killed = StoreCopy.of(broken);
      assertThat(killed.log()).hasSameSizeAs(copies.second.log());
      assertThat(killed.contents(dir.resolve("copy.kv"))).containsExactly(numbered(1), numbered(4));
    }
  }

  /** The files after one more commit on top of two. */
  private StoreCopy withThird(Copies copies) throws IOException {
    Path copy = copies.second.write(dir.resolve("third.kv"));
    try (MapDbStore store = MapDbStore.open(copy, Access.WRITE)) {
      put(store.database("main"), 3, Durability.LAZY);
      return StoreCopy.of(copy);
    }
  }

  /**
   * A lazy batch, then a forced one: whatever is lost, the second is not there without the first.
   */
  @Test
  void batchesBecomeDurableInOrder() throws Exception {
    Path path = dir.resolve("a.kv");
    StoreCopy lazy;
    StoreCopy forced;
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore database = store.createDatabase("main");
      put(database, 1, Durability.LAZY);
      lazy = StoreCopy.of(path);
      put(database, 2, Durability.FORCED);
      forced = StoreCopy.of(path);
    }
    int start = lazy.log().length;
    assertThat(torn(forced, start - 1)).isEmpty();
    assertThat(torn(forced, start)).isEqualTo(upTo(1));
    assertThat(torn(forced, start + PAGE)).isEqualTo(upTo(1));
    assertThat(torn(forced, forced.log().length)).isEqualTo(upTo(2));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "23, 0", "24, 0", "5000, 0", "200, 77", "9000, 255"})
  void whatStandsBehindTheLastFrameIsDropped(int bytes, int filler) throws Exception {
    Copies copies = twoCommits(Durability.FORCED);
    byte[] log = copies.second.log();
    byte[] longer = Arrays.copyOf(log, log.length + bytes);
    Arrays.fill(longer, log.length, longer.length, (byte) filler);
    Path copy = copies.second.withLog(longer).write(dir.resolve("copy.kv"));
    assertThat(StoreCopy.contents(copy, Access.READ)).isEqualTo(upTo(2));
    try (MapDbStore store = MapDbStore.open(copy, Access.WRITE)) {
      put(store.database("main"), 3, Durability.FORCED);
      assertThat(StoreCopy.of(copy).contents(dir.resolve("again.kv"))).isEqualTo(upTo(3));
    }
    assertThat(StoreCopy.contents(copy, Access.READ)).isEqualTo(upTo(3));
  }

  @Test
  void aStoreGoesOnAfterATornCommit() throws Exception {
    Copies copies = twoCommits(Durability.FORCED);
    byte[] torn = Arrays.copyOf(copies.second.log(), copies.second.log().length - 1);
    Path copy = copies.second.withLog(torn).write(dir.resolve("copy.kv"));
    try (MapDbStore store = MapDbStore.open(copy, Access.WRITE)) {
      put(store.database("main"), 7, Durability.FORCED);
      StoreCopy killed = StoreCopy.of(copy);
      assertThat(killed.contents(dir.resolve("again.kv")))
          .containsExactly(numbered(1), numbered(7));
    }
    assertThat(StoreCopy.contents(copy, Access.READ)).containsExactly(numbered(1), numbered(7));
  }

  /** Pages that are in the store file only, and pages that are in the log. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchThatFailsHalfWayLeavesTheStoreAsItWas(boolean inTheLog) throws Exception {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore database = store.createDatabase("main");
      put(database, 1, Durability.FORCED);
      put(database, 2, Durability.LAZY);
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      ChunkStore database = store.database("main");
      if (inTheLog) {
        put(database, 2, Durability.LAZY);
      }
      assertThatThrownBy(() -> database.apply(failingHalfWay(), Durability.FORCED))
          .isInstanceOf(StoreException.Failed.class)
          .hasMessageStartingWith(path + ": cannot be written: a record makes no sense to MapDB");
      assertThat(StoreContents.of(database)).isEqualTo(upTo(2));
      put(database, 3, Durability.FORCED);
      assertThat(StoreContents.of(database)).isEqualTo(upTo(3));
      assertThat(StoreCopy.of(path).contents(dir.resolve("copy.kv"))).isEqualTo(upTo(3));
    }
    assertThat(StoreCopy.contents(path, Access.READ)).isEqualTo(upTo(3));
  }

  /** Deletes and puts a lot, and then cannot go on. */
  @SuppressWarnings("NullAway")
  private static WriteBatch failingHalfWay() {
    WriteBatch.Builder batch = WriteBatch.builder().deleteRange(KeyRange.ALL);
    for (int number = 4; number < 100; number++) {
      batch.put(numbered(number).key(), numbered(number).value());
    }
    return batch.put(new byte[] {1}, null).build();
  }

  private record Copies(StoreCopy first, StoreCopy second) {}

  /** Two commits in the log, and the files after each. */
  private Copies twoCommits(Durability durability) throws IOException {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      ChunkStore database = store.database("main");
      put(database, 1, durability);
      StoreCopy first = StoreCopy.of(path);
      put(database, 2, durability);
      return new Copies(first, StoreCopy.of(path));
    }
  }

  private List<Entry> torn(StoreCopy copy, int logBytes) throws IOException {
    return copy.withLog(Arrays.copyOf(copy.log(), logBytes)).contents(dir.resolve("copy.kv"));
  }

  /** The whole frame header, some of the body, and the end. */
  private static SortedSet<Integer> sampled(int from, int to) {
    SortedSet<Integer> found = new TreeSet<>();
    for (int at = from; at < to; at += at < from + 40 ? 1 : 1999) {
      found.add(at);
    }
    for (int at = to - 3; at < to; at++) {
      found.add(at);
    }
    return found;
  }

  private static void put(ChunkStore database, int number, Durability durability) {
    Entry entry = numbered(number);
    database.apply(WriteBatch.builder().put(entry.key(), entry.value()).build(), durability);
  }

  private static Entry numbered(int number) {
    byte[] value = new byte[PAGE];
    Arrays.fill(value, (byte) number);
    return new Entry(new byte[] {8, (byte) number}, value);
  }

  private static List<Entry> upTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(CrashTest::numbered).toList();
  }
}
