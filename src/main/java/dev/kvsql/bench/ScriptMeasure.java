package dev.kvsql.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A script, as a whole and test by test, against both journal modes.
 *
 * @param whole what the script is
 * @param test what its tests are
 */
record ScriptMeasure(Workplace place, SqlScript script, Figure whole, Figure test) {
  List<Comparison> run(int rounds) throws SQLException, IOException {
    List<ScriptContender> contenders = new ArrayList<>();
    for (Engine engine : Engine.values()) {
      contenders.add(new ScriptContender(engine, place, script, whole, test));
    }
    Timings timings = Timings.inTurn(rounds, contenders);
    List<Comparison> comparisons = new ArrayList<>();
    List<Side> bases = List.of(Side.SQLITE_DELETE, Side.SQLITE_WAL);
    for (Side base : bases) {
      comparisons.add(compare(timings, new Work(whole, script.statements()), base));
    }
    for (Side base : bases) {
      comparisons.addAll(tests(timings, base));
    }
    return comparisons;
  }

  private List<Comparison> tests(Timings timings, Side base) {
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < script.parts().size(); i++) {
      SqlScript.Part part = script.parts().get(i);
      if (!part.test().isEmpty()) {
        Work work = new Work(test, part.statements().size(), part.test());
        comparisons.add(compare(timings.at(test, i), work, base));
      }
    }
    return comparisons;
  }

  private static Comparison compare(Timings timings, Work work, Side base) {
    return timings.compare(work, Statistic.MEDIAN, base, Side.KVSQL);
  }
}
