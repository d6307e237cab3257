package dev.kvsql.chunk;

import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that can be stopped: once the signal is given, every get, step of a scan and batch ends
 * with a {@link StoreException.Stopped}. So does all that reads through it, SQLite included.
 */
public final class StoppableChunkStore implements ChunkStore {
  private final ChunkStore below;
  private final StopSignal stop;

  public StoppableChunkStore(ChunkStore below, StopSignal stop) {
    this.below = below;
    this.stop = stop;
  }

  /** Checksums that can be stopped in the same way. */
  public static Optional<ChecksumMap> of(Optional<ChecksumMap> checksums, StopSignal stop) {
    return checksums.map(below -> range -> new StoppableScan(below.scan(range), stop));
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    stop.check();
    return below.get(key);
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    stop.check();
    return new StoppableScan(below.scan(range), stop);
  }

  @Override
  public ChunkStore superJournals() {
    return new StoppableChunkStore(below.superJournals(), stop);
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    stop.check();
    below.apply(batch, durability);
  }

  private record StoppableScan(Iterator<Entry> below, StopSignal stop) implements Iterator<Entry> {
    @Override
    public boolean hasNext() {
      stop.check();
      return below.hasNext();
    }

    @Override
    public Entry next() {
      stop.check();
      return below.next();
    }
  }
}
