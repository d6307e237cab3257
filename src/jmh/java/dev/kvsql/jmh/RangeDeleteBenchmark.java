package dev.kvsql.jmh;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The range delete of a truncate, by chunk; what it deletes is put back before each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = RangeDeleteBenchmark.SHOTS)
@Measurement(iterations = RangeDeleteBenchmark.SHOTS)
public class RangeDeleteBenchmark {
  /** There is nothing to delete a second time: each is an iteration of its own. */
  static final int SHOTS = 20;

  private static final int KEPT = 1;

  private StoreFiles store;

  /** Makes the store. */
  @Setup
  public void open() throws IOException {
    store = new StoreFiles();
  }

  /** Puts back what the last one deleted. */
  @Setup(Level.Iteration)
  public void fill() {
    store.fill(KEPT, StoreFiles.CHUNKS - KEPT);
  }

  /** Removes the store. */
  @TearDown
  public void close() throws IOException {
    store.close();
  }

  /** All chunks but the first. */
  @Benchmark
  @OperationsPerInvocation(StoreFiles.CHUNKS - KEPT)
  public void deleteRange() {
    store
        .chunks()
        .apply(
            WriteBatch.builder().deleteRange(StoreKey.chunksFrom(FileTag.MAIN, KEPT)).build(),
            Durability.LAZY);
  }
}
