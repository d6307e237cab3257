package dev.kvsql.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Times this machine. */
public final class Bench {
  private final Workplace place;
  private final BenchPlan plan;

  private Bench(Workplace place, BenchPlan plan) {
    this.place = place;
    this.plan = plan;
  }

  /**
   * Carries a plan out.
   *
   * @param place where the files go
   * @param begins told of each measure when it begins
   */
  public static BenchResult run(Workplace place, BenchPlan plan, Consumer<Measure> begins)
      throws SQLException, IOException {
    Bench bench = new Bench(place, plan);
    List<Comparison> comparisons = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      if (plan.measures().contains(measure)) {
        begins.accept(measure);
        comparisons.addAll(bench.comparisons(measure));
      }
    }
    return new BenchResult(place.environment(), plan, comparisons);
  }

  private List<Comparison> comparisons(Measure measure) throws SQLException, IOException {
    SqlMeasures sql = new SqlMeasures(place, plan);
    return switch (measure) {
      case COMMIT -> sql.commit();
      case LOAD -> sql.load();
      case READ -> sql.read();
      case SCAN -> sql.scan();
      case OPEN -> new OpenMeasure(place, plan).run();
      case REPLAY -> new ReplayMeasure(place, plan).run();
    };
  }
}
