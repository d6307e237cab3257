package dev.kvsql.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is measured on a large table, which takes some time to make: that happens once. */
final class LargeMeasures {
  private static final List<Engine> ENGINES = List.of(Engine.SQLITE_DELETE, Engine.KVSQL);

  private final Workplace place;
  private final BenchPlan plan;
  private @Nullable LargeDatabase made;

  LargeMeasures(Workplace place, BenchPlan plan) {
    this.place = place;
    this.plan = plan;
  }

  List<Comparison> scan() throws SQLException, IOException {
    LargeDatabase database = database();
    Timings timings =
        Timings.inTurn(
            plan.rounds(Measure.SCAN),
            ENGINES.stream().map(engine -> new ColdScanContender(engine, database)).toList());
    return List.of(compare(timings, Figure.SCAN_COLD, database));
  }

  List<Comparison> truncate() throws SQLException, IOException {
    LargeDatabase database = database();
    Timings timings =
        Timings.inTurn(
            plan.rounds(Measure.TRUNCATE),
            ENGINES.stream().map(engine -> new TruncateContender(engine, database)).toList());
    return List.of(
        compare(timings, Figure.TRUNCATE, database),
        compare(timings, Figure.DELETE_AND_TRUNCATE, database));
  }

  private LargeDatabase database() throws SQLException, IOException {
    if (made == null) {
      made = new LargeDatabase(place, plan.counts().sizes().tableBytes(), plan.seed());
    }
    return made;
  }

  private static Comparison compare(Timings timings, Figure figure, LargeDatabase database)
      throws IOException {
    return timings.compare(
        new Work(figure, database.sizeBytes()), Statistic.MEDIAN, Side.SQLITE_DELETE, Side.KVSQL);
  }
}
