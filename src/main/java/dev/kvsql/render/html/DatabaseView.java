package dev.kvsql.render.html;

import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.inspect.ChunkMap;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.Escapes;
import dev.kvsql.render.report.SubjectReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One database.
 *
 * @param anchor its id in the page
 * @param summary its keys and its SQLite header, in a line
 * @param findings as many as are shown
 * @param moreFindings how many are not
 */
record DatabaseView(
    String anchor,
    String name,
    String summary,
    List<FileView> files,
    Optional<SpaceView> space,
    List<FindingView> findings,
    long moreFindings) {
  DatabaseView {
    files = List.copyOf(files);
    findings = List.copyOf(findings);
  }

  /**
   * Shows a database.
   *
   * @param number among those of the page, from 1
   * @param mostCells most cells of a file's map
   */
  static DatabaseView of(
      int number, DatabaseInspection database, Optional<SubjectReport> report, int mostCells) {
    String anchor = "d" + number;
    List<FindingView> findings =
        report.map(found -> FindingView.listOf(anchor, found)).orElse(List.of());
    List<FileView> files = new ArrayList<>();
    for (ChunkMap map : database.maps()) {
      files.add(FileView.of(anchor + map.file().file().label(), map, findings, mostCells));
    }
    return new DatabaseView(
        anchor,
        Escapes.forTerminal(database.name()),
        summary(database),
        files,
        database.space().map(space -> SpaceView.of(anchor, space)),
        findings,
        report.map(found -> found.findings().size()).orElse(0) - findings.size());
  }

  private static String summary(DatabaseInspection database) {
    String keys = Amounts.count(database.overview().survey().keys(), "key");
    return database
        .overview()
        .validHeader()
        .map(header -> keys + ", " + sqlite(header))
        .orElse(keys + ", no valid SQLite header");
  }

  private static String sqlite(DatabaseHeader header) {
    return Amounts.count(header.pageCount(), "page")
        + " of "
        + Amounts.bytes(header.pageSize())
        + ", "
        + header.encodingName()
        + ", "
        + (header.wal() ? "WAL" : "rollback journal")
        + ", "
        + Amounts.count(header.freelistPages(), "free page");
  }

  /** The cell of a map that a finding is about, if it is about chunks that a map shows. */
  Optional<String> cellOf(FindingView finding) {
    return files.stream().flatMap(file -> file.cellOf(finding).stream()).findFirst();
  }
}
