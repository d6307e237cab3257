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
  private final SqlMeasures sql;
  private final LargeMeasures large;

  private Bench(Workplace place, BenchPlan plan) {
    this.place = place;
    this.plan = plan;
    sql = new SqlMeasures(place, plan);
    large = new LargeMeasures(place, plan);
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
    return switch (measure) {
      case COMMIT -> sql.commit();
      case LOAD -> sql.load();
      case READ -> sql.read();
      case SCAN -> scan();
      case BLOB -> sql.blob();
      case TRUNCATE -> large.truncate();
      case SPEEDTEST1 ->
          new ScriptMeasure(
                  place, SqlScript.speedtest1(), Figure.SPEEDTEST1, Figure.SPEEDTEST1_TEST)
              .run(plan.rounds(measure));
      case SCRIPT ->
          new ScriptMeasure(place, plan.requireScript(), Figure.SCRIPT, Figure.SCRIPT_TEST)
              .run(plan.rounds(measure));
      case OPEN -> new OpenMeasure(place, plan).run();
      case REPLAY -> new ReplayMeasure(place, plan).run();
    };
  }

  private List<Comparison> scan() throws SQLException, IOException {
    List<Comparison> comparisons = new ArrayList<>(sql.scan());
    comparisons.addAll(large.scan());
    return comparisons;
  }
}
