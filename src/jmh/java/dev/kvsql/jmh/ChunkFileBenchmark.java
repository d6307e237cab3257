package dev.kvsql.jmh;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One page read or written through a file of chunks, at random places. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChunkFileBenchmark {
  private final SplittableRandom random = new SplittableRandom(2);
  private final MemorySegment page =
      MemorySegment.ofArray(StoreFiles.chunk(new SplittableRandom(3)));

  private StoreFiles store;
  private ChunkFile cached;
  private ChunkFile uncached;

  /** Makes the store, and reads all of it into one of the caches. */
  @Setup
  public void open() throws IOException {
    store = new StoreFiles();
    cached = open((long) StoreFiles.CHUNKS * StoreKey.CHUNK_BYTES);
    uncached = open(0);
    for (int i = 0; i < StoreFiles.CHUNKS; i++) {
      cached.read((long) i * StoreKey.CHUNK_BYTES, page);
    }
  }

  private ChunkFile open(long cacheBytes) {
    return ChunkFile.open(store.chunks(), FileTag.MAIN, new ReadCache(cacheBytes)).orElseThrow();
  }

  /** Removes the store. */
  @TearDown
  public void close() throws IOException {
    store.close();
  }

  /** What SQLite's xRead asks for, from the read cache. */
  @Benchmark
  public long readCached() {
    return cached.read(offset(), page);
  }

  /** The same from the store. */
  @Benchmark
  public long readUncached() {
    return uncached.read(offset(), page);
  }

  /** A commit of one page without waiting for the disk: what Java has to do for it. */
  @Benchmark
  public void writeAndHandOver() {
    cached.write(offset(), page);
    cached.handOver(Durability.LAZY);
  }

  /** A durable commit of one page. */
  @Benchmark
  public void writeAndHandOverForced() {
    cached.write(offset(), page);
    cached.handOver(Durability.FORCED);
  }

  private long offset() {
    return (long) random.nextInt(StoreFiles.CHUNKS) * StoreKey.CHUNK_BYTES;
  }
}
