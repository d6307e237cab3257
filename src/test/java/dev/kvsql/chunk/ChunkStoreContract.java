package dev.kvsql.chunk;

import static dev.kvsql.chunk.StoreContents.bytes;
import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link ChunkStore} promises, for every implementation. */
public abstract class ChunkStoreContract {
  private static final long READING_NANOS = 100_000_000;
  private static final List<Entry> MIXED =
      List.of(
          entry("00", "a0"),
          entry("0000", "a1"),
          entry("01ff", "a2"),
          entry("7f", "a3"),
          entry("7f00", "a4"),
          entry("80", "a5"),
          entry("8000000000000000", "a6"),
          entry("ff", "a7"),
          entry("ff00", "a8"),
          entry("ffff", "a9"));

  /** A store that holds just these entries, however they got there. */
  protected abstract ChunkStore storeWith(List<Entry> entries) throws Exception;

  private ChunkStore store(Entry... entries) throws Exception {
    return storeWith(List.of(entries));
  }

  @Test
  void aNewStoreIsEmpty() throws Exception {
    ChunkStore store = store();
    assertThat(StoreContents.of(store)).isEmpty();
    assertThat(store.get(bytes("08"))).isNull();
  }

  @Test
  void whatWasPutIsThere() throws Exception {
    ChunkStore store = store(entry("05", "99"));
    put(store, "08", "0102");
    assertThat(store.get(bytes("08"))).isEqualTo(bytes("0102"));
    assertThat(store.get(bytes("05"))).isEqualTo(bytes("99"));
    assertThat(store.get(bytes("0800"))).isNull();
    assertThat(store.get(bytes("07"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'', 0102", "0102, ''", "0102, 03", "01, 020304"})
  void aSecondPutReplacesTheValue(String first, String second) throws Exception {
    ChunkStore store = store(entry("08", first));
    put(store, "08", second);
    assertThat(StoreContents.of(store)).containsExactly(entry("08", second));
  }

  @Test
  void deleteRemovesThatKeyOnly() throws Exception {
    ChunkStore store = store(entry("07", "01"), entry("08", "02"), entry("0800", "03"));
    apply(store, WriteBatch.builder().delete(bytes("08")));
    assertThat(StoreContents.of(store)).containsExactly(entry("07", "01"), entry("0800", "03"));
    assertThat(store.get(bytes("08"))).isNull();
  }

  @Test
  void deletingWhatIsNotThereDoesNothing() throws Exception {
    ChunkStore store = storeWith(MIXED);
    apply(store, WriteBatch.builder().delete(bytes("8000")));
    assertThat(StoreContents.of(store)).isEqualTo(MIXED);
  }

  /** Ranges by start and end, {@code -} for none, and which of the mixed entries they hold. */
  @ParameterizedTest
  @CsvSource({
    "'', -, 0, 10",
    "'', '', 0, 0",
    "'', 00, 0, 0",
    "'', 0000, 0, 1",
    "00, 0000, 0, 1",
    "00, 000000, 0, 2",
    "0000, 7f, 1, 3",
    "0001, 7f, 2, 3",
    "7f, 80, 3, 5",
    "7f, 8000, 3, 6",
    "7f01, ff, 5, 7",
    "80, -, 5, 10",
    "ff, ffff, 7, 9",
    "ffff, -, 9, 10",
    "ffff00, -, 10, 10",
    "7f, 7f, 0, 0",
    "80, 7f, 0, 0",
    "02, 03, 0, 0"
  })
  void aRangeHoldsItsStartAndNotItsEnd(String from, String to, int first, int end)
      throws Exception {
    KeyRange range = new KeyRange(bytes(from), to.equals("-") ? null : bytes(to));
    ChunkStore store = storeWith(MIXED);
    assertThat(StoreContents.of(store, range)).isEqualTo(MIXED.subList(first, end));

    store.apply(new WriteBatch(List.of(new WriteBatch.DeleteRange(range))), Durability.FORCED);
    List<Entry> kept = new ArrayList<>(MIXED.subList(0, first));
    kept.addAll(MIXED.subList(end, MIXED.size()));
    assertThat(StoreContents.of(store)).isEqualTo(kept);
  }

  @Test
  void keysAreInTheOrderOfUnsignedBytesWithPrefixesFirst() throws Exception {
    List<Entry> shuffled = new ArrayList<>(MIXED);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(StoreContents.of(storeWith(shuffled))).isEqualTo(MIXED);
  }

  @Test
  void operationsTakeEffectInOrder() throws Exception {
    ChunkStore store = store(entry("08", "00"), entry("09", "00"), entry("0a", "00"));
    KeyRange range = new KeyRange(bytes("08"), bytes("0a"));
    apply(
        store,
        WriteBatch.builder()
            .put(bytes("0900"), bytes("01"))
            .deleteRange(range)
            .put(bytes("09"), bytes("02"))
            .put(bytes("0a"), bytes("03"))
            .delete(bytes("0a"))
            .delete(bytes("0b"))
            .put(bytes("0b"), bytes("04"))
            .put(bytes("0b"), bytes("05")));
    assertThat(StoreContents.of(store)).containsExactly(entry("09", "02"), entry("0b", "05"));
  }

  @Test
  void anEmptyBatchChangesNothing() throws Exception {
    ChunkStore store = storeWith(MIXED);
    apply(store, WriteBatch.builder());
    store.apply(WriteBatch.builder().build(), Durability.LAZY);
    assertThat(StoreContents.of(store)).isEqualTo(MIXED);
  }

  @Test
  void lazyBatchesAreSeenAtOnce() throws Exception {
    ChunkStore store = store();
    store.apply(WriteBatch.builder().put(bytes("08"), bytes("01")).build(), Durability.LAZY);
    assertThat(store.get(bytes("08"))).isEqualTo(bytes("01"));
  }

  @Test
  void anEmptyValueIsAValue() throws Exception {
    ChunkStore store = store(entry("08", ""));
    assertThat(store.get(bytes("08"))).isEmpty();
    assertThat(StoreContents.of(store)).containsExactly(entry("08", ""));
  }

  @ParameterizedTest
  @CsvSource({"4096", "65535", "65536", "1048577", "3000000"})
  void aLargeValueComesBackWhole(int bytes) throws Exception {
    byte[] value = new byte[bytes];
    new Random(bytes).nextBytes(value);
    ChunkStore store = store(entry("07", "01"), new Entry(bytes("08"), value));
    assertThat(store.get(bytes("08"))).isEqualTo(value);
    assertThat(StoreContents.of(store))
        .containsExactly(entry("07", "01"), new Entry(bytes("08"), value));
  }

  @Test
  void everyByteIsAKey() throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (int key = 0; key < 256; key++) {
      entries.add(new Entry(new byte[] {(byte) key}, new byte[] {(byte) (key + 1)}));
    }
    assertThat(StoreContents.of(storeWith(entries))).isEqualTo(entries);
  }

  @Test
  void aScanThatIsOverSaysSo() throws Exception {
    Iterator<Entry> scan = store(entry("08", "01")).scan(KeyRange.ALL);
    scan.next();
    assertThat(scan.hasNext()).isFalse();
    assertThatThrownBy(scan::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(store().scan(KeyRange.ALL)::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void arraysThatWereGivenOutBelongToTheCaller() throws Exception {
    ChunkStore store = storeWith(MIXED);
    for (Entry entry : MIXED) {
      Arrays.fill(store.get(entry.key().clone()), (byte) 0x55);
    }
    List<Entry> seen = new ArrayList<>();
    Iterator<Entry> scan = store.scan(KeyRange.ALL);
    while (scan.hasNext()) {
      Entry entry = scan.next();
      seen.add(new Entry(entry.key().clone(), entry.value().clone()));
      Arrays.fill(entry.key(), (byte) 0x55);
      Arrays.fill(entry.value(), (byte) 0x55);
    }
    assertThat(seen).isEqualTo(MIXED);
    assertThat(StoreContents.of(store)).isEqualTo(MIXED);
    for (Entry entry : MIXED) {
      assertThat(store.get(entry.key())).isEqualTo(entry.value());
    }
  }

  @Test
  void aLongScanGoesOnWhenTheCallerScribblesOnItsKeys() throws Exception {
    List<Entry> entries = numbered(500);
    Iterator<Entry> scan = storeWith(entries).scan(KeyRange.ALL);
    for (Entry expected : entries) {
      Entry entry = scan.next();
      assertThat(entry).isEqualTo(expected);
      Arrays.fill(entry.key(), (byte) 0xff);
    }
    assertThat(scan.hasNext()).isFalse();
  }

  /** What may happen to a store in the middle of a scan. */
  enum Change {
    PUT_AHEAD,
    PUT_BEHIND,
    REPLACE_ALL,
    DELETE_AHEAD,
    DELETE_BEHIND,
    CLEAR
  }

  @ParameterizedTest
  @EnumSource
  void aScanDuringAChangeEndsOrStaysConsistent(Change change) throws Exception {
    List<Entry> before = numbered(300);
    ChunkStore store = storeWith(before);
    WriteBatch batch = batch(change, before);
    StoreModel model = new StoreModel();
    before.forEach(
        entry -> model.apply(WriteBatch.builder().put(entry.key(), entry.value()).build()));
    model.apply(batch);
    List<Entry> after = model.contents();

    Iterator<Entry> scan = store.scan(KeyRange.ALL);
    List<Entry> seen = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      seen.add(scan.next());
    }
    store.apply(batch, Durability.FORCED);
    boolean whole = true;
    try {
      scan.forEachRemaining(seen::add);
    } catch (ConcurrentModificationException e) {
      whole = false;
    }
    assertThat(seen).allMatch(entry -> before.contains(entry) || after.contains(entry));
    assertThat(seen)
        .extracting(Entry::key)
        .isSortedAccordingTo(Arrays::compareUnsigned)
        .doesNotHaveDuplicates();
    if (whole) {
      List<Entry> untouched = new ArrayList<>(before);
      untouched.retainAll(after);
      assertThat(seen).containsAll(untouched);
    }
    assertThat(StoreContents.of(store)).isEqualTo(after);
  }

  private static WriteBatch batch(Change change, List<Entry> entries) {
    WriteBatch.Builder batch = WriteBatch.builder();
    int half = entries.size() / 2;
    switch (change) {
      case PUT_AHEAD -> putBetween(batch, entries.subList(half + 1, entries.size()));
      case PUT_BEHIND -> putBetween(batch, entries.subList(0, half - 1));
      case REPLACE_ALL -> entries.forEach(entry -> batch.put(entry.key(), bytes("00")));
      case DELETE_AHEAD ->
          entries.subList(half + 20, half + 120).forEach(entry -> batch.delete(entry.key()));
      case DELETE_BEHIND -> batch.deleteRange(new KeyRange(bytes("00"), entries.get(half).key()));
      case CLEAR -> batch.deleteRange(KeyRange.ALL);
    }
    return batch.build();
  }

  private static void putBetween(WriteBatch.Builder batch, List<Entry> entries) {
    entries.forEach(
        entry -> batch.put(Arrays.copyOf(entry.key(), entry.key().length + 1), bytes("77")));
  }

  /** Every value is its key and a round; a reader must never see them mixed up. */
  @Test
  void readersInOtherThreadsSeeKeysWithTheirOwnValues() throws Exception {
    List<Entry> entries = numbered(200);
    ChunkStore store = storeWith(entries);
    whileWriting(store, entries, true, () -> readAll(store));
  }

  private static void readAll(ChunkStore store) {
    try {
      Iterator<Entry> scan = store.scan(KeyRange.ALL);
      while (scan.hasNext()) {
        Entry entry = scan.next();
        assertThat(Arrays.copyOf(entry.value(), 4)).isEqualTo(entry.key());
      }
    } catch (ConcurrentModificationException e) {
      // The store changed, which a scan may say.
    }
  }

  /**
   * A batch sets the first key first and the last key last: nobody may see one without the other.
   */
  @Test
  void readersInOtherThreadsSeeABatchWhole() throws Exception {
    List<Entry> entries = numbered(64);
    ChunkStore store = storeWith(entries);
    byte[] first = entries.getFirst().key();
    byte[] last = entries.getLast().key();
    whileWriting(
        store,
        entries,
        false,
        () -> {
          int seen = round(store, first);
          assertThat(round(store, last)).isGreaterThanOrEqualTo(seen);
        });
  }

  /** Reads for a moment in another thread while batches are written, each a round further. */
  private static void whileWriting(
      ChunkStore store, List<Entry> entries, boolean deleting, Runnable read) throws Exception {
    long end = System.nanoTime() + READING_NANOS;
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown))
            .start(() -> {
              while (System.nanoTime() < end) {
                read.run();
              }
            });
    for (int round = 1; reader.isAlive(); round++) {
      WriteBatch.Builder batch = WriteBatch.builder();
      if (deleting && round % 3 == 0) {
        batch.deleteRange(KeyRange.ALL);
      }
      for (Entry entry : entries) {
        batch.put(entry.key(), value(entry.key(), round));
      }
      store.apply(batch.build(), Durability.LAZY);
    }
    reader.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void aBatchThatMakesItsOperationsIsCarriedOutInOrder() throws Exception {
    ChunkStore store = store(entry("08", "00"));
    KeyRange range = new KeyRange(bytes("0a"), bytes("0b"));
    WriteBatch.Builder batch = WriteBatch.builder();
    batch.put(bytes("08"), bytes("01")).putAll(made(3, 99)).delete(bytes("0901"));
    batch.putAll(made(5, 99)).deleteRange(range);
    apply(store, batch);
    assertThat(StoreContents.of(store))
        .containsExactly(
            entry("08", "01"),
            entry("0900", "00"),
            entry("0901", "01"),
            entry("0902", "02"),
            entry("0903", "03"),
            entry("0904", "04"));
  }

  @Test
  void aBatchWhoseOperationsCannotBeMadeDoesNothing() throws Exception {
    ChunkStore store = store(entry("08", "00"));
    WriteBatch.Builder batch = WriteBatch.builder().delete(bytes("08")).putAll(made(5, 3));
    assertThatThrownBy(() -> apply(store, batch))
        .isInstanceOf(StoreException.class)
        .hasMessage("cannot be made");
    assertThat(StoreContents.of(store)).containsExactly(entry("08", "00"));
  }

  /** So many puts, each made anew when it is asked for; the one of that number cannot be. */
  private static List<WriteBatch.Put> made(int count, int failing) {
    return new AbstractList<>() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public WriteBatch.Put get(int index) {
        if (index == failing) {
          throw new StoreException.Failed("cannot be made", null);
        }
        return new WriteBatch.Put(new byte[] {9, (byte) index}, new byte[] {(byte) index});
      }
    };
  }

  static LongStream seeds() {
    return Seeds.of(4);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomBatchesDoWhatTheyDoToAMap(long seed) throws Exception {
    RandomBatches batches = new RandomBatches(seed);
    StoreModel model = new StoreModel();
    WriteBatch start = batches.next();
    model.apply(start);
    ChunkStore store = storeWith(model.contents());
    for (int step = 0; step < 80; step++) {
      WriteBatch batch = batches.next();
      model.apply(batch);
      store.apply(batch, step % 2 == 0 ? Durability.FORCED : Durability.LAZY);
      assertThat(StoreContents.of(store))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(model.contents());
      KeyRange range = batches.range();
      assertThat(StoreContents.of(store, range))
          .as("seed %d, step %d, range %s", seed, step, range)
          .isEqualTo(model.contents(range));
    }
    for (Entry entry : model.contents()) {
      assertThat(store.get(entry.key())).as("seed %d, %s", seed, entry).isEqualTo(entry.value());
    }
  }

  private static List<Entry> numbered(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      byte[] key = ByteBuffer.allocate(4).putInt(number * 1000).array();
      entries.add(new Entry(key, value(key, 0)));
    }
    return entries;
  }

  private static byte[] value(byte[] key, int round) {
    return ByteBuffer.allocate(8).put(key).putInt(round).array();
  }

  private static int round(ChunkStore store, byte[] key) {
    return ByteBuffer.wrap(Objects.requireNonNull(store.get(key))).getInt(4);
  }

  private static void put(ChunkStore store, String key, String value) {
    apply(store, WriteBatch.builder().put(bytes(key), bytes(value)));
  }

  private static void apply(ChunkStore store, WriteBatch.Builder batch) {
    store.apply(batch.build(), Durability.FORCED);
  }
}
