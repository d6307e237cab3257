package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.bench.BenchPlan;
import dev.kvsql.bench.BenchResult;
import dev.kvsql.bench.Comparison;
import dev.kvsql.bench.Counts;
import dev.kvsql.bench.Environment;
import dev.kvsql.bench.Figure;
import dev.kvsql.bench.Measure;
import dev.kvsql.bench.Ratio;
import dev.kvsql.bench.Side;
import dev.kvsql.bench.Sizes;
import dev.kvsql.bench.Statistic;
import dev.kvsql.bench.Timing;
import dev.kvsql.bench.Work;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures as text and as JSON. */
final class BenchRenderTest {
  private static final Environment DISK =
      new Environment("3.54.1", "25.0.3", Path.of("/var/tmp"), "/dev/sda1", "ext4");
  private static final Ratio RATIO = new Ratio(0.5, 0.25, 1234.5, 9);

  @Test
  void eachPairOfColumnsIsATable() {
    assertThat(
            text(
                sql(Figure.COMMIT, 500, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.COMMIT, 500, Statistic.NINETIETH, Side.SQLITE_WAL),
                sql(Figure.COMMIT, 500, Statistic.MEAN, Side.SQLITE_WAL),
                sql(Figure.LOAD, 100_000, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.LOAD_AND_CLOSE, 100_000, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.READ, 20_000, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.READ_IN_TRANSACTION, 20_000, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.SCAN, 1, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.SCAN_COLD, 1 << 30, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.BLOB, 10 << 20, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.TRUNCATE, 1 << 30, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.DELETE_AND_TRUNCATE, 1 << 30, Statistic.MEDIAN, Side.SQLITE_DELETE),
                sql(Figure.SPEEDTEST1, 165_000, Statistic.MEDIAN, Side.SQLITE_WAL),
                sql(Figure.SCRIPT, 1, Statistic.MEDIAN, Side.SQLITE_DELETE),
                test(Figure.SPEEDTEST1_TEST, "100 INSERTs", Side.SQLITE_DELETE),
                test(Figure.SPEEDTEST1_TEST, "110 SELECTs", Side.SQLITE_DELETE),
                test(Figure.SPEEDTEST1_TEST, "100 INSERTs", Side.SQLITE_WAL),
                test(Figure.SCRIPT_TEST, "\033[31m", Side.SQLITE_WAL),
                store(Figure.OPEN_TO_READ, 1 << 30, Side.STORE_EMPTY, Side.STORE_FILLED),
                store(Figure.OPEN_TO_WRITE, 1 << 30, Side.STORE_EMPTY, Side.STORE_FILLED),
                store(Figure.REPLAY, 62_600_000, Side.STORE_CLOSED, Side.STORE_KILLED)))
        .isEqualTo(
            """
            SQLite 3.54.1, Java 25.0.3, /var/tmp (ext4 on /dev/sda1), in turn, seed 7

            measure                                     of               SQLite (file VFS)    kvsql  ratio  at most  verdict  lowest   highest  rounds
            commit, against DELETE                      median                     1.00 ms  2.50 µs   0.50     0.50  ok         0.25  1,234.50       9
            commit, against WAL                         90th percentile            1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9
            commit, against WAL                         mean                       1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9
            load 100,000 rows                           median                     1.00 ms  2.50 µs   0.50     1.00  ok         0.25  1,234.50       9
            load 100,000 rows and close                 median                     1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9
            read 20,000 rows by key                     median                     1.00 ms  2.50 µs   0.50     0.80  ok         0.25  1,234.50       9
            read 20,000 rows by key in one transaction  median                     1.00 ms  2.50 µs   0.50     0.80  ok         0.25  1,234.50       9
            scan 1 row                                  median                     1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9
            scan 1 GiB, read cache cold                 median                     1.00 ms  2.50 µs   0.50     1.00  ok         0.25  1,234.50       9
            insert a blob of 10 MiB                     median                     1.00 ms  2.50 µs   0.50     1.00  ok         0.25  1,234.50       9
            truncate 1 GiB: VACUUM                      median                     1.00 ms  2.50 µs   0.50     2.00  ok         0.25  1,234.50       9
            truncate 1 GiB: DELETE and VACUUM           median                     1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9
            speedtest1 size 25, against WAL             median                     1.00 ms  2.50 µs   0.50     1.00  ok         0.25  1,234.50       9
            script of 1 statement, against DELETE       median                     1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9

            test of speedtest1  of      SQLite (DELETE)    kvsql  ratio  at most  verdict  lowest   highest  rounds
            100 INSERTs         median          1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9
            110 SELECTs         median          1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9

            test of speedtest1  of      SQLite (WAL)    kvsql  ratio  at most  verdict  lowest   highest  rounds
            100 INSERTs         median       1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9

            test of the script  of      SQLite (WAL)    kvsql  ratio  at most  verdict  lowest   highest  rounds
            \\u001b[31m          median       1.00 ms  2.50 µs   0.50                      0.25  1,234.50       9

            measure           of      empty store  store of 1 GiB  ratio  at most  verdict  lowest   highest  rounds
            open for reading  median      1.00 ms         2.50 µs   0.50                      0.25  1,234.50       9
            open for writing  median      1.00 ms         2.50 µs   0.50                      0.25  1,234.50       9

            measure                        of      closed cleanly  log of 59.7 MiB  ratio  at most  verdict  lowest   highest  rounds
            open for writing, with replay  median         1.00 ms          2.50 µs   0.50                      0.25  1,234.50       9
            """);
  }

  @Test
  void jsonHasTheTimesInNanoseconds() throws Exception {
    StringWriter out = new StringWriter();
    BenchRender.json(
        result(sql(Figure.COMMIT, 500, Statistic.NINETIETH, Side.SQLITE_WAL)),
        new PrintWriter(out));

    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {"format":"kvsql/bench/1","sqlite":"3.54.1","java":"25.0.3","directory":"/var/tmp",
                 "disk":"/dev/sda1","fileSystem":"ext4","rounds":9,"seed":7,"figures":[
                  {"figure":"commit","amount":500,"statistic":"p90",
                   "base":{"side":"sqlite-wal","nanoseconds":1000000,"samples":4500},
                   "subject":{"side":"kvsql","nanoseconds":2500,"samples":4500},
                   "ratio":0.5,"lowestRatio":0.25,"highestRatio":1234.5,"rounds":9}]}
                """);
    assertThat(new ObjectMapper().readTree(out.toString())).isEqualTo(expected);
    assertThat(out.toString()).hasLineCount(1);
  }

  @Test
  void aRatioAboveItsBoundIsMissed() throws Exception {
    Comparison slow =
        new Comparison(
            new Work(Figure.TRUNCATE, 1 << 30),
            Statistic.MEDIAN,
            new Timing(Side.SQLITE_DELETE, 1e6, 3),
            new Timing(Side.KVSQL, 2.5e6, 3),
            new Ratio(2.5, 2, 3, 3));

    assertThat(text(slow))
        .endsWith(
            """
            measure                 of      SQLite (file VFS)    kvsql  ratio  at most  verdict  lowest  highest  rounds
            truncate 1 GiB: VACUUM  median            1.00 ms  2.50 ms   2.50     2.00  MISSED     2.00     3.00       3
            """);
    StringWriter out = new StringWriter();
    BenchRender.json(result(slow), new PrintWriter(out));
    assertThat(out.toString()).contains("\"ratio\":2.5,\"atMost\":2.0,\"verdict\":\"missed\",");
  }

  @Test
  void aTestHasItsNameInJson() throws Exception {
    StringWriter out = new StringWriter();
    BenchRender.json(
        result(test(Figure.SPEEDTEST1_TEST, "100 INSERTs", Side.SQLITE_WAL)), new PrintWriter(out));

    JsonNode figure = new ObjectMapper().readTree(out.toString()).get("figures").get(0);
    assertThat(figure.get("figure").textValue()).isEqualTo("speedtest1-test");
    assertThat(figure.get("part").textValue()).isEqualTo("100 INSERTs");
  }

  @Test
  void theNoticeSaysWhichDisk() {
    assertThat(BenchRender.notice(DISK)).isEqualTo("measuring /var/tmp (ext4 on /dev/sda1)");
  }

  @Test
  void theNoticeWarnsOfADiskThatIsMemory() {
    Environment memory = new Environment("3", "25", Path.of("/tmp"), "tmpfs", "tmpfs");

    assertThat(BenchRender.notice(memory))
        .isEqualTo(
            "measuring /tmp (tmpfs on tmpfs), which is memory: a durable commit costs nothing"
                + " there; name a directory on a disk");
  }

  private static Comparison sql(Figure figure, long amount, Statistic statistic, Side base) {
    return new Comparison(
        new Work(figure, amount),
        statistic,
        new Timing(base, 1e6, 4500),
        new Timing(Side.KVSQL, 2500, 4500),
        RATIO);
  }

  private static Comparison test(Figure figure, String name, Side base) {
    return new Comparison(
        new Work(figure, 12, name),
        Statistic.MEDIAN,
        new Timing(base, 1e6, 9),
        new Timing(Side.KVSQL, 2500, 9),
        RATIO);
  }

  private static Comparison store(Figure figure, long bytes, Side base, Side subject) {
    return new Comparison(
        new Work(figure, bytes),
        Statistic.MEDIAN,
        new Timing(base, 1e6, 9),
        new Timing(subject, 2500, 9),
        RATIO);
  }

  private static BenchResult result(Comparison... comparisons) {
    BenchPlan plan =
        BenchPlan.of(
            EnumSet.complementOf(EnumSet.of(Measure.SCRIPT)),
            Measure::usualRounds,
            7,
            Counts.usual(new Sizes(1 << 30, 1 << 30)));
    return new BenchResult(DISK, plan, List.of(comparisons));
  }

  private static String text(Comparison... comparisons) {
    StringWriter out = new StringWriter();
    BenchRender.text(result(comparisons), new PrintWriter(out));
    return out.toString();
  }
}
