package dev.kvsql.chunk;

import java.util.Iterator;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Tells a listener how many bytes of keys and values each reading operation gave. */
public final class MeteredChunkStore implements ChunkStore {
  private final ChunkStore below;
  private final LongConsumer bytesRead;

  /**
   * @param bytesRead called by the reading thread
   */
  public MeteredChunkStore(ChunkStore below, LongConsumer bytesRead) {
    this.below = below;
    this.bytesRead = bytesRead;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    byte[] value = below.get(key);
    if (value != null) {
      bytesRead.accept(key.length + value.length);
    }
    return value;
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
        Entry entry = entries.next();
        bytesRead.accept(entry.key().length + entry.value().length);
        return entry;
      }
    };
  }

  @Override
  public ChunkStore superJournals() {
    return below.superJournals();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    below.apply(batch, durability);
  }
}
