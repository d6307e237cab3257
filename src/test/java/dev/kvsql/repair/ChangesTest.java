package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.RandomBatches;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a view changes, walked. */
final class ChangesTest {
  private final MemoryChunkStore base = new MemoryChunkStore();

  private static WriteBatch.Builder put(WriteBatch.Builder batch, String key, String value) {
    return batch.put(StoreContents.bytes(key), StoreContents.bytes(value));
  }

  private Changes changed(WriteBatch.Builder batch) {
    OverlayChunkStore view = new OverlayChunkStore(base);
    view.apply(batch.build(), Durability.LAZY);
    return Changes.of(base, view);
  }

  private static List<String> texts(Iterator<Change> changes) {
    List<Change> all = new ArrayList<>();
    changes.forEachRemaining(all::add);
    return UndoFiles.texts(all);
  }

  @Test
  void putsAndDeletesComeInTheOrderOfTheirKeysAndEqualValuesNot() {
    WriteBatch.Builder before = WriteBatch.builder();
    for (String key : List.of("01", "02", "0200", "03", "04", "05")) {
      put(before, key, "aa" + key);
    }
    base.apply(before.build(), Durability.FORCED);
    WriteBatch.Builder batch =
        WriteBatch.builder()
            .deleteRange(new KeyRange(StoreContents.bytes("02"), StoreContents.bytes("04")))
            .delete(StoreContents.bytes("05"))
            .delete(StoreContents.bytes("06"));
    put(batch, "00", "01");
    put(batch, "01", "aa01");
    put(batch, "0200", "bb");
    put(batch, "03", "aa03");
    put(batch, "07", "");

    Changes changes = changed(batch);

    assertThat(texts(changes.iterator()))
        .containsExactly(
            "00 none 01", "02 aa02 none", "0200 aa0200 bb", "05 aa05 none", "07 none ");
    assertThat(changes.count()).isEqualTo(5);
  }

  @Test
  void whatTellsStatesApartStandsBehindUnlessItChanges() {
    byte[] meta = StoreKey.meta(FileTag.MAIN);
    base.apply(WriteBatch.builder().put(meta, new byte[] {7}).build(), Durability.FORCED);

    assertThat(texts(changed(put(WriteBatch.builder(), "09", "01")).withWitnesses()))
        .containsExactly("09 none 01", "08010000 07 07", "0801010000000000 none none");
    assertThat(texts(changed(WriteBatch.builder().delete(meta)).withWitnesses()))
        .containsExactly("08010000 07 none", "0801010000000000 none none");
  }

  static LongStream seeds() {
    return Seeds.of(20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theBatchDoesWhatWasDoneToTheViewAndTheOldValuesUndoIt(long seed) {
    RandomBatches batches = new RandomBatches(seed);
    base.apply(batches.next(), Durability.FORCED);
    OverlayChunkStore view = new OverlayChunkStore(base);
    view.apply(batches.next(), Durability.LAZY);
    view.apply(batches.next(), Durability.LAZY);
    List<Entry> before = StoreContents.of(base);
    List<Entry> after = StoreContents.of(view);
    Changes changes = Changes.of(base, view);
    WriteBatch.Builder back = WriteBatch.builder();
    changes.forEach(change -> change.addRevert(back));

    base.apply(changes.batch(), Durability.FORCED);
    assertThat(StoreContents.of(base)).isEqualTo(after);

    base.apply(back.build(), Durability.FORCED);
    assertThat(StoreContents.of(base)).isEqualTo(before);
  }

  @Test
  void aRangeIsReadAsTheWalkGoesOn() {
    Endless endless = new Endless();
    OverlayChunkStore view = new OverlayChunkStore(endless);
    view.apply(
        WriteBatch.builder().deleteRange(StoreKey.chunks(FileTag.MAIN)).build(), Durability.LAZY);

    Iterator<Change> changes = Changes.of(endless, view).iterator();
    for (int i = 0; i < 1000; i++) {
      assertThat(changes.next().key()).isEqualTo(StoreKey.chunk(FileTag.MAIN, i));
      assertThat(endless.given).as("read ahead").isLessThanOrEqualTo(i + 4);
    }
  }

  /** Four thousand million chunks, given one by one. */
  private static final class Endless implements ChunkStore {
    private long given;

    @Override
    public byte @Nullable [] get(byte[] key) {
      return null;
    }

    @Override
    public Iterator<Entry> scan(KeyRange range) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public Entry next() {
          return new Entry(StoreKey.chunk(FileTag.MAIN, given++), new byte[1]);
        }
      };
    }

    @Override
    public void apply(WriteBatch batch, Durability durability) {
      throw new UnsupportedOperationException();
    }
  }
}
