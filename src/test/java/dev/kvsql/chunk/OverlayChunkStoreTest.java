package dev.kvsql.chunk;

import static dev.kvsql.chunk.StoreContents.bytes;
import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OverlayChunkStoreTest {
  @Nested
  final class OnAnEmptyBase extends ChunkStoreContract {
    @Override
    protected ChunkStore storeWith(List<Entry> entries) {
      ChunkStore store = new OverlayChunkStore(new MemoryChunkStore());
      StoreContents.fill(store, entries);
      return store;
    }
  }

  /** Everything comes from the base. */
  @Nested
  final class OnTheContentAsBase extends ChunkStoreContract {
    @Override
    protected ChunkStore storeWith(List<Entry> entries) {
      MemoryChunkStore base = new MemoryChunkStore();
      StoreContents.fill(base, entries);
      return new OverlayChunkStore(base);
    }
  }

  /** The base has half of it, other values for a part of the rest, and what the overlay deleted. */
  @Nested
  final class OnABaseWithOtherContent extends ChunkStoreContract {
    @Override
    protected ChunkStore storeWith(List<Entry> entries) {
      MemoryChunkStore base = new MemoryChunkStore();
      List<Entry> above = new ArrayList<>();
      WriteBatch.Builder deletes = WriteBatch.builder();
      RandomBatches junk = new RandomBatches(entries.size());
      for (int i = 0; i < 20; i++) {
        byte[] key = junk.key();
        StoreContents.fill(base, List.of(new Entry(key, bytes("dead"))));
        deletes.delete(key.clone());
      }
      StoreContents.fill(base, List.of(entry("0044", "dead"), entry("0055", "dead")));
      deletes.deleteRange(new KeyRange(bytes("0044"), bytes("0056")));
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        if (i % 3 == 0) {
          StoreContents.fill(base, List.of(new Entry(entry.key(), bytes("beef"))));
        }
        if (i % 3 == 2 && base.get(entry.key()) == null) {
          StoreContents.fill(base, List.of(entry));
        } else {
          above.add(entry);
        }
      }
      ChunkStore store = new OverlayChunkStore(base);
      store.apply(deletes.build(), Durability.FORCED);
      StoreContents.fill(store, above);
      return store;
    }
  }

  static LongStream seeds() {
    return Seeds.of(10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theBaseIsNeverWrittenAndTheChangesDoTheSameToIt(long seed) {
    RandomBatches batches = new RandomBatches(seed);
    MemoryChunkStore base = new MemoryChunkStore();
    for (int i = 0; i < 10; i++) {
      base.apply(batches.next(), Durability.FORCED);
    }
    List<Entry> before = StoreContents.of(base);
    OverlayChunkStore overlay = new OverlayChunkStore(base);
    for (int step = 0; step < 60; step++) {
      overlay.apply(batches.next(), Durability.FORCED);
      assertThat(StoreContents.of(base)).as("base, seed %d, step %d", seed, step).isEqualTo(before);
      MemoryChunkStore changed = StoreContents.copy(base);
      changed.apply(overlay.changes(), Durability.FORCED);
      assertThat(StoreContents.of(changed))
          .as("changes, seed %d, step %d", seed, step)
          .isEqualTo(StoreContents.of(overlay));
    }
  }

  @Test
  void withoutChangesThereIsNothingToCarryOver() {
    assertThat(new OverlayChunkStore(new MemoryChunkStore()).changes().isEmpty()).isTrue();
  }

  @Test
  void aRangeDeleteIsOneChangeHoweverOftenItIsDone() {
    OverlayChunkStore overlay = new OverlayChunkStore(new MemoryChunkStore());
    for (int i = 10; i < 90; i++) {
      KeyRange range = new KeyRange(new byte[] {(byte) i}, new byte[] {(byte) (i + 1)});
      overlay.apply(WriteBatch.builder().deleteRange(range).build(), Durability.FORCED);
    }
    assertThat(overlay.changes().operations())
        .containsExactly(
            new WriteBatch.DeleteRange(new KeyRange(new byte[] {10}, new byte[] {90})));
  }

  @Test
  void aScanDoesNotReadWhatWasDeleted() {
    MemoryChunkStore base = new MemoryChunkStore();
    for (int i = 0; i < 100; i++) {
      StoreContents.fill(base, List.of(new Entry(new byte[] {(byte) i}, bytes("08"))));
    }
    int[] read = new int[1];
    OverlayChunkStore overlay = new OverlayChunkStore(counting(base, read));
    KeyRange most = new KeyRange(new byte[] {5}, new byte[] {95});
    overlay.apply(WriteBatch.builder().deleteRange(most).build(), Durability.FORCED);

    assertThat(StoreContents.of(overlay)).hasSize(10);
    assertThat(read[0]).isEqualTo(11);
  }

  /** Counts the entries that scans give. */
  private static ChunkStore counting(ChunkStore below, int[] read) {
    return new ChunkStore() {
      @Override
      public byte @Nullable [] get(byte[] key) {
        return below.get(key);
      }

      @Override
      public Iterator<Entry> scan(KeyRange range) {
        Iterator<Entry> entries = below.scan(range);
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Entry next() {
            read[0]++;
            return entries.next();
          }
        };
      }

      @Override
      public void apply(WriteBatch batch, Durability durability) {
        below.apply(batch, durability);
      }
    };
  }

  @Test
  void theChangesAreTheCallersOwn() {
    OverlayChunkStore overlay = new OverlayChunkStore(new MemoryChunkStore());
    StoreContents.fill(overlay, List.of(entry("08", "0102")));
    if (overlay.changes().operations().getFirst()
        instanceof WriteBatch.Put(byte[] _, byte[] value)) {
      value[0] = 9;
    }
    assertThat(overlay.get(bytes("08"))).isEqualTo(bytes("0102"));
  }
}
