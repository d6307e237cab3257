package dev.kvsql.bench;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Opening a store for writing whose writer was killed with a full redo log, against the same store
 * when it has been closed: what makes the difference is the replay.
 */
final class ReplayMeasure {
  private static final String LOG_SUFFIX = ".redo";
  private static final double FULL = 0.95;
  private static final int MOST_STEPS = 20;

  private final BenchPlan plan;
  private final Path directory;

  ReplayMeasure(Workplace place, BenchPlan plan) throws IOException {
    this.plan = plan;
    directory = place.fresh("replay");
  }

  List<Comparison> run() throws IOException {
    Path live = directory.resolve("live");
    Timings timings = new Timings();
    long logBytes;
    try (MapDbStore store = BenchStores.create(live, 0, plan.seed())) {
      logBytes = fillLog(live, store.database(Store.DEFAULT_DATABASE));
      for (int round = 0; round <= plan.rounds(Measure.REPLAY); round++) {
        Path copy = copyAsKilled(live, "copy-" + round);
        long killed = nanosToOpen(copy);
        long closed = nanosToOpen(copy);
        if (round > 0) {
          timings.add(Figure.REPLAY, Side.STORE_KILLED, killed);
          timings.add(Figure.REPLAY, Side.STORE_CLOSED, closed);
        }
        MapDbStore.remove(copy);
      }
    }
    return List.of(
        timings.compare(
            new Work(Figure.REPLAY, logBytes),
            Statistic.MEDIAN,
            Side.STORE_CLOSED,
            Side.STORE_KILLED));
  }

  private static long nanosToOpen(Path path) {
    System.gc();
    return BenchStores.nanosToOpen(path, Access.WRITE);
  }

  /**
   * Puts chunks until the log is nearly full. How many bytes of log a chunk makes is the store's
   * business: what is still free is filled step by step, by half of it.
   *
   * @return bytes of commits in the log
   */
  private long fillLog(Path live, ChunkStore database) throws IOException {
    SplittableRandom random = new SplittableRandom(plan.seed());
    long limit = plan.counts().logBytes();
    long chunk = 0;
    long bytes = pendingBytes(live);
    for (int step = 0; step < MOST_STEPS && bytes < limit * FULL; step++) {
      long count = Math.max(1, (limit - bytes) / 2 / StoreKey.CHUNK_BYTES);
      BenchStores.fill(database, chunk, count, random);
      chunk += count;
      bytes = pendingBytes(live);
    }
    if (bytes < limit * FULL) {
      throw new IOException(
          live + LOG_SUFFIX + ": cannot be filled to " + limit + " bytes; it has " + bytes);
    }
    return bytes;
  }

  private long pendingBytes(Path live) throws IOException {
    Path copy = copyAsKilled(live, "probe");
    try (Store store = MapDbStore.open(copy, Access.READ)) {
      return store.pendingLogBytes().orElse(0);
    } finally {
      MapDbStore.remove(copy);
    }
  }

  /** What is on the disk when the process ends without a chance to tidy up. */
  private Path copyAsKilled(Path live, String name) throws IOException {
    Path copy = directory.resolve(name);
    Workplace.copy(live, copy);
    Workplace.copy(log(live), log(copy));
    return copy;
  }

  private static Path log(Path store) {
    return store.resolveSibling(store.getFileName() + LOG_SUFFIX);
  }
}
