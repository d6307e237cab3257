package dev.kvsql.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is measured through SQL: SQLite over files, and over a store. */
final class SqlMeasures {
  private final Workplace place;
  private final BenchPlan plan;

  SqlMeasures(Workplace place, BenchPlan plan) {
    this.place = place;
    this.plan = plan;
  }

  List<Comparison> commit() throws SQLException, IOException {
    Path directory = place.fresh("commit");
    int commits = plan.counts().commits();
    try (CommitContender delete = committer(Engine.SQLITE_DELETE, directory);
        CommitContender wal = committer(Engine.SQLITE_WAL, directory);
        CommitContender kvsql = committer(Engine.KVSQL, directory)) {
      Timings timings =
          Timings.inTurn(
              plan.counts().commitWarmUps(),
              plan.rounds(Measure.COMMIT),
              List.of(delete, wal, kvsql));
      List<Comparison> comparisons = new ArrayList<>();
      for (Side base : List.of(Side.SQLITE_DELETE, Side.SQLITE_WAL)) {
        for (Statistic statistic : Statistic.values()) {
          comparisons.add(
              timings.compare(new Work(Figure.COMMIT, commits), statistic, base, Side.KVSQL));
        }
      }
      return comparisons;
    }
  }

  private CommitContender committer(Engine engine, Path directory) throws SQLException {
    return new CommitContender(
        engine, file(engine, directory), plan.counts().commits(), plan.seed());
  }

  List<Comparison> load() throws SQLException, IOException {
    BenchTable table = new BenchTable(plan.counts().loadRows(), plan.seed());
    LoadContender delete = new LoadContender(Engine.SQLITE_DELETE, place, table);
    LoadContender kvsql = new LoadContender(Engine.KVSQL, place, table);
    Timings timings = Timings.inTurn(plan.rounds(Measure.LOAD), List.of(delete, kvsql));
    return List.of(
        compare(timings, Figure.LOAD, table.rows()),
        compare(timings, Figure.LOAD_AND_CLOSE, table.rows()));
  }

  List<Comparison> read() throws SQLException, IOException {
    Path directory = place.fresh("read");
    int reads = plan.counts().reads();
    try (ReadContender delete = reader(Engine.SQLITE_DELETE, directory);
        ReadContender kvsql = reader(Engine.KVSQL, directory)) {
      Timings timings = Timings.inTurn(plan.rounds(Measure.READ), List.of(delete, kvsql));
      return List.of(
          compare(timings, Figure.READ, reads),
          compare(timings, Figure.READ_IN_TRANSACTION, reads));
    }
  }

  private ReadContender reader(Engine engine, Path directory) throws SQLException {
    return new ReadContender(engine, file(engine, directory), table(), plan.counts().reads());
  }

  List<Comparison> scan() throws SQLException, IOException {
    Path directory = place.fresh("scan");
    try (ScanContender delete = scanner(Engine.SQLITE_DELETE, directory);
        ScanContender kvsql = scanner(Engine.KVSQL, directory)) {
      Timings timings = Timings.inTurn(plan.rounds(Measure.SCAN), List.of(delete, kvsql));
      return List.of(compare(timings, Figure.SCAN, table().rows()));
    }
  }

  private ScanContender scanner(Engine engine, Path directory) throws SQLException {
    return new ScanContender(engine, file(engine, directory), table());
  }

  List<Comparison> blob() throws SQLException, IOException {
    int bytes = plan.counts().blobBytes();
    Timings timings =
        Timings.inTurn(
            plan.rounds(Measure.BLOB),
            List.of(
                new BlobContender(Engine.SQLITE_DELETE, place, bytes, plan.seed()),
                new BlobContender(Engine.KVSQL, place, bytes, plan.seed())));
    return List.of(compare(timings, Figure.BLOB, bytes));
  }

  private BenchTable table() {
    return new BenchTable(plan.counts().readRows(), plan.seed());
  }

  private static Path file(Engine engine, Path directory) {
    return directory.resolve(engine.side().id());
  }

  private static Comparison compare(Timings timings, Figure figure, long amount) {
    return timings.compare(
        new Work(figure, amount), Statistic.MEDIAN, Side.SQLITE_DELETE, Side.KVSQL);
  }
}
