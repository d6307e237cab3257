package dev.kvsql.jmh;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.io.IOException;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** The operations of a store; a scan and a range delete are counted by chunk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StoreBenchmark {
  private final SplittableRandom random = new SplittableRandom(2);
  private final byte[] chunk = StoreFiles.chunk(random);

  private StoreFiles store;
  private ChunkStore chunks;

  /** Makes the store. */
  @Setup
  public void open() throws IOException {
    store = new StoreFiles();
    chunks = store.chunks();
  }

  /** Removes the store. */
  @TearDown
  public void close() throws IOException {
    store.close();
  }

  /** One chunk. */
  @Benchmark
  public void get(Blackhole hole) {
    hole.consume(chunks.get(key()));
  }

  /** One chunk in a batch of its own, which replaces one. */
  @Benchmark
  public void put() {
    chunks.apply(WriteBatch.builder().put(key(), chunk).build(), Durability.LAZY);
  }

  /** All chunks in the order of their keys. */
  @Benchmark
  @OperationsPerInvocation(StoreFiles.CHUNKS)
  public void scan(Blackhole hole) {
    Iterator<Entry> entries = chunks.scan(StoreKey.chunksFrom(FileTag.MAIN, 0));
    while (entries.hasNext()) {
      hole.consume(entries.next());
    }
  }

  private byte[] key() {
    return StoreKey.chunk(FileTag.MAIN, random.nextInt(StoreFiles.CHUNKS));
  }
}
