package dev.kvsql.bench;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.mapdb.Access;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Opening a large store that was closed cleanly, against one without chunks. */
final class OpenMeasure {
  /** What the store takes on the disk while it is made, by the bytes of its chunks. */
  private static final double SPACE_FACTOR = 1.25;

  private final Workplace place;
  private final BenchPlan plan;

  OpenMeasure(Workplace place, BenchPlan plan) {
    this.place = place;
    this.plan = plan;
  }

  private record Opener(Side side, Path path, int opens) implements Contender {
    @Override
    public Map<Figure, long[]> round(int number) {
      return Map.of(
          Figure.OPEN_TO_READ, times(Access.READ), Figure.OPEN_TO_WRITE, times(Access.WRITE));
    }

    private long[] times(Access access) {
      long[] nanos = new long[opens];
      for (int i = 0; i < opens; i++) {
        nanos[i] = BenchStores.nanosToOpen(path, access);
      }
      return nanos;
    }
  }

  List<Comparison> run() throws IOException, SQLException {
    long chunks = StoreKey.chunkCount(plan.counts().sizes().storeBytes());
    Path directory = place.fresh("open");
    place.requireSpace("store", chunks * StoreKey.CHUNK_BYTES, SPACE_FACTOR);
    Opener empty = opener(Side.STORE_EMPTY, directory, 0);
    Opener filled = opener(Side.STORE_FILLED, directory, chunks);
    Timings timings = Timings.inTurn(plan.rounds(Measure.OPEN), List.of(empty, filled));
    long bytes = chunks * StoreKey.CHUNK_BYTES;
    List<Comparison> comparisons =
        List.of(
            compare(timings, Figure.OPEN_TO_READ, bytes),
            compare(timings, Figure.OPEN_TO_WRITE, bytes));
    Workplace.clear(directory);
    return comparisons;
  }

  private Opener opener(Side side, Path directory, long chunks) {
    Path path = directory.resolve(side.id());
    BenchStores.create(path, chunks, plan.seed()).close();
    return new Opener(side, path, plan.counts().opens());
  }

  private static Comparison compare(Timings timings, Figure figure, long bytes) {
    return timings.compare(
        new Work(figure, bytes), Statistic.MEDIAN, Side.STORE_EMPTY, Side.STORE_FILLED);
  }
}
