package dev.kvsql.render.html;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.inspect.StoreInspection;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.Escapes;
import dev.kvsql.render.report.CheckRender;
import dev.kvsql.render.report.SubjectReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the page shows, in words; every text from a store is safe for a terminal.
 *
 * @param verdict what the check comes to
 * @param checked what was checked, and how deep
 * @param findings about the store itself
 */
record PageView(
    Assets assets,
    String store,
    String made,
    String verdict,
    String checked,
    String bytes,
    List<FindingView> findings,
    List<DatabaseView> databases) {
  /** So many cells are a page of less than 3 MB. */
  private static final int MOST_CELLS = 12_000;

  private static final int MOST_CELLS_OF_A_FILE = 2048;
  private static final int LEAST_CELLS_OF_A_FILE = 16;

  PageView {
    findings = List.copyOf(findings);
    databases = List.copyOf(databases);
  }

  static PageView of(StoreInspection inspection, CheckReport report, Level level, Instant made) {
    List<SubjectReport> subjects = CheckRender.subjects(report);
    List<DatabaseView> databases = new ArrayList<>();
    int cells = cellsOfAFile(inspection);
    for (DatabaseInspection database : inspection.databases()) {
      databases.add(
          DatabaseView.of(databases.size() + 1, database, subject(subjects, database), cells));
    }
    List<FindingView> findings =
        subjects.stream()
            .filter(subject -> subject.subject().database().isEmpty())
            .flatMap(subject -> FindingView.listOf("s", subject).stream())
            .toList();
    return new PageView(
        Assets.load(),
        Escapes.forTerminal(inspection.store()),
        made.truncatedTo(ChronoUnit.SECONDS).toString(),
        report.verdict().text(),
        "check of level " + level,
        Amounts.size(storedBytes(inspection)),
        findings,
        databases);
  }

  private static int cellsOfAFile(StoreInspection inspection) {
    int files =
        inspection.databases().stream()
            .mapToInt(database -> database.overview().survey().files().size())
            .sum();
    return Math.clamp(MOST_CELLS / Math.max(1, files), LEAST_CELLS_OF_A_FILE, MOST_CELLS_OF_A_FILE);
  }

  private static long storedBytes(StoreInspection inspection) {
    return inspection.databases().stream()
        .flatMap(database -> database.overview().survey().files().stream())
        .mapToLong(file -> file.storedBytes())
        .sum();
  }

  private static Optional<SubjectReport> subject(
      List<SubjectReport> subjects, DatabaseInspection database) {
    return subjects.stream()
        .filter(subject -> subject.subject().database().equals(Optional.of(database.name())))
        .findFirst();
  }
}
