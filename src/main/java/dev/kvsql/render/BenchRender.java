package dev.kvsql.render;

import dev.kvsql.bench.BenchPlan;
import dev.kvsql.bench.BenchResult;
import dev.kvsql.bench.Comparison;
import dev.kvsql.bench.Environment;
import dev.kvsql.bench.Ratio;
import dev.kvsql.bench.Side;
import dev.kvsql.bench.Statistic;
import dev.kvsql.bench.Timing;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Results of the bench as text or JSON. */
public final class BenchRender {
  private static final String FORMAT = "kvsql/bench/1";

  private BenchRender() {}

  /** What the figures are about, said before they are there. */
  public static String notice(Environment environment) {
    return "measuring "
        + place(environment)
        + (environment.isMemory()
            ? ", which is memory: a durable commit costs nothing there; name a directory on a disk"
            : "");
  }

  /** Tables of the comparisons, one for each pair of columns. */
  public static void text(BenchResult result, PrintWriter out) {
    Environment environment = result.environment();
    BenchPlan plan = result.plan();
    out.printf(
        "SQLite %s, Java %s, %s, in turn, seed %d%n",
        environment.sqlite(), environment.java(), place(environment), plan.seed());
    Map<Titles, Grid> grids = new LinkedHashMap<>();
    for (Comparison comparison : result.comparisons()) {
      grids.computeIfAbsent(titles(comparison), Titles::grid).row(cells(comparison));
    }
    for (Grid grid : grids.values()) {
      out.println();
      grid.print("", out);
    }
    out.flush();
  }

  /** What the two sides of some comparisons are called. */
  private record Titles(String work, String base, String subject) {
    Grid grid() {
      return new Grid(
          work,
          "of",
          ">" + base,
          ">" + subject,
          ">ratio",
          ">at most",
          "verdict",
          ">lowest",
          ">highest",
          ">rounds");
    }
  }

  private static Titles titles(Comparison comparison) {
    return switch (comparison.work().figure()) {
      case COMMIT,
          LOAD,
          LOAD_AND_CLOSE,
          READ,
          READ_IN_TRANSACTION,
          SCAN,
          SCAN_COLD,
          BLOB,
          TRUNCATE,
          DELETE_AND_TRUNCATE,
          SPEEDTEST1,
          SCRIPT ->
          new Titles("measure", "SQLite (file VFS)", "kvsql");
      case SPEEDTEST1_TEST -> tests("speedtest1", comparison);
      case SCRIPT_TEST -> tests("the script", comparison);
      case OPEN_TO_READ, OPEN_TO_WRITE ->
          new Titles(
              "measure", "empty store", "store of " + Amounts.size(comparison.work().amount()));
      case REPLAY ->
          new Titles(
              "measure", "closed cleanly", "log of " + Amounts.size(comparison.work().amount()));
    };
  }

  private static Titles tests(String script, Comparison comparison) {
    return new Titles(
        "test of " + script, "SQLite (" + journalMode(comparison.base().side()) + ")", "kvsql");
  }

  private static String[] cells(Comparison comparison) {
    Ratio ratio = comparison.ratio();
    return new String[] {
      measure(comparison),
      statistic(comparison.statistic()),
      Amounts.duration(comparison.base().nanos()),
      Amounts.duration(comparison.subject().nanos()),
      ratio(ratio.typical()),
      comparison.bound().map(bound -> ratio(bound.atMost())).orElse(""),
      comparison.bound().map(bound -> bound.holds(ratio) ? "ok" : "MISSED").orElse(""),
      ratio(ratio.lowest()),
      ratio(ratio.highest()),
      Amounts.number(ratio.rounds())
    };
  }

  private static String measure(Comparison comparison) {
    String against = ", against " + journalMode(comparison.base().side());
    String rows = Amounts.count(comparison.work().amount(), "row");
    String statements = Amounts.count(comparison.work().amount(), "statement");
    String size = Amounts.size(comparison.work().amount());
    return switch (comparison.work().figure()) {
      case COMMIT -> "commit" + against;
      case SPEEDTEST1 -> "speedtest1 size 25" + against;
      case SCRIPT -> "script of " + statements + against;
      case SPEEDTEST1_TEST, SCRIPT_TEST -> Escapes.forTerminal(comparison.work().part());
      case LOAD -> "load " + rows;
      case LOAD_AND_CLOSE -> "load " + rows + " and close";
      case READ -> "read " + rows + " by key";
      case READ_IN_TRANSACTION -> "read " + rows + " by key in one transaction";
      case SCAN -> "scan " + rows;
      case SCAN_COLD -> "scan " + size + ", read cache cold";
      case BLOB -> "insert a blob of " + size;
      case TRUNCATE -> "truncate " + size + ": VACUUM";
      case DELETE_AND_TRUNCATE -> "truncate " + size + ": DELETE and VACUUM";
      case OPEN_TO_READ -> "open for reading";
      case OPEN_TO_WRITE -> "open for writing";
      case REPLAY -> "open for writing, with replay";
    };
  }

  private static String journalMode(Side side) {
    return side == Side.SQLITE_WAL ? "WAL" : "DELETE";
  }

  private static String statistic(Statistic statistic) {
    return switch (statistic) {
      case MEDIAN -> "median";
      case NINETIETH -> "90th percentile";
      case MEAN -> "mean";
    };
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%,.2f", ratio);
  }

  private static String place(Environment environment) {
    return Escapes.forTerminal(
        "%s (%s on %s)"
            .formatted(environment.directory(), environment.fileSystem(), environment.disk()));
  }

  /** One JSON document; times are nanoseconds. */
  public static void json(BenchResult result, PrintWriter out) {
    Environment environment = result.environment();
    BenchPlan plan = result.plan();
    Json.document(
        out,
        FORMAT,
        json -> {
          json.put("sqlite", environment.sqlite());
          json.put("java", environment.java());
          json.put("directory", environment.directory().toString());
          json.put("disk", environment.disk());
          json.put("fileSystem", environment.fileSystem());
          json.put("rounds", plan.mostRounds());
          json.put("seed", plan.seed());
          json.array("figures", result.comparisons(), item -> comparison(item, json));
        });
  }

  private static void comparison(Comparison comparison, Json json) {
    json.put("figure", comparison.work().figure().id());
    json.put("amount", comparison.work().amount());
    if (comparison.work().isPart()) {
      json.put("part", comparison.work().part());
    }
    json.put("statistic", comparison.statistic().id());
    json.object("base", base -> timing(comparison.base(), base));
    json.object("subject", subject -> timing(comparison.subject(), subject));
    json.put("ratio", comparison.ratio().typical());
    comparison
        .bound()
        .ifPresent(bound -> {
          json.put("atMost", bound.atMost());
          json.put("verdict", bound.holds(comparison.ratio()) ? "ok" : "missed");
        });
    json.put("lowestRatio", comparison.ratio().lowest());
    json.put("highestRatio", comparison.ratio().highest());
    json.put("rounds", comparison.ratio().rounds());
  }

  private static void timing(Timing timing, Json json) {
    json.put("side", timing.side().id());
    json.put("nanoseconds", Math.round(timing.nanos()));
    json.put("samples", timing.samples());
  }
}
