package dev.kvsql.chunk;

import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells a listener of every batch before it is carried out by the store below. */
public final class TracingChunkStore implements ChunkStore {
  private final ChunkStore below;
  private final Consumer<WriteBatch> listener;

  public TracingChunkStore(ChunkStore below, Consumer<WriteBatch> listener) {
    this.below = below;
    this.listener = listener;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return below.get(key);
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return below.scan(range);
  }

  @Override
  public ChunkStore superJournals() {
    return below.superJournals();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    listener.accept(batch);
    below.apply(batch, durability);
  }
}
