package dev.kvsql.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store that tells what is asked of it. */
final class ListenedChunkStoreTest extends ChunkStoreContract {
  private final List<String> heard = new ArrayList<>();
  private boolean listening;

  private final StoreListener listener =
      new StoreListener() {
        @Override
        public boolean isListening() {
          return listening;
        }

        @Override
        public void got(byte[] key, int bytes, long nanos) {
          heard.add("get " + HexFormat.of().formatHex(key) + " " + bytes + time(nanos));
        }

        @Override
        public void scanned(KeyRange range, long values, long bytes, long nanos) {
          heard.add("scan " + values + " " + bytes + time(nanos));
        }

        @Override
        public void applied(WriteBatch batch, Durability durability, long nanos) {
          heard.add("batch " + batch.operations().size() + " " + durability + time(nanos));
        }

        private static String time(long nanos) {
          return nanos > 0 ? "" : " took no time";
        }
      };

  @Override
  protected ChunkStore storeWith(List<Entry> entries) {
    listening = true;
    ChunkStore store = new ListenedChunkStore(new MemoryChunkStore(), listener);
    StoreContents.fill(store, entries);
    return store;
  }

  @Test
  void everyOperationIsToldWhileSomebodyListens() {
    ChunkStore store = storeWith(List.of());
    heard.clear();
    store.apply(
        WriteBatch.builder()
            .put(new byte[] {1}, new byte[5])
            .put(new byte[] {2}, new byte[7])
            .build(),
        Durability.FORCED);
    store.get(new byte[] {1});
    store.get(new byte[] {3});
    for (Iterator<Entry> all = store.scan(KeyRange.ALL); all.hasNext(); ) {
      all.next();
    }
    listening = false;
    store.get(new byte[] {1});
    store.apply(WriteBatch.builder().build(), Durability.LAZY);

    assertThat(heard).containsExactly("batch 2 FORCED", "get 01 5", "get 03 0", "scan 2 14");
  }

  @Test
  void aBatchThatIsRefusedIsToldAsWell() {
    listening = true;
    ChunkStore refusing =
        new ListenedChunkStore(new ReadOnlyChunkStore(new MemoryChunkStore()), listener);

    assertThatThrownBy(() ->
            refusing.apply(WriteBatch.builder().delete(new byte[] {1}).build(), Durability.LAZY))
        .isInstanceOf(RuntimeException.class);
    assertThat(heard).containsExactly("batch 1 LAZY");
  }
}
