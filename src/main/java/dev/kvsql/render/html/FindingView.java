package dev.kvsql.render.html;

import dev.kvsql.check.Place;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.render.Escapes;
import dev.kvsql.render.report.FindingHelp;
import dev.kvsql.render.report.FlatFinding;
import dev.kvsql.render.report.SubjectReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One finding.
 *
 * @param anchor its id in the page
 * @param title what such a finding means in a few words
 * @param place where it lies
 */
record FindingView(
    String anchor,
    String id,
    String severity,
    String title,
    String help,
    String where,
    String expected,
    String found,
    String repair,
    String next,
    Place place) {
  /** A list that is longer is for a program: {@code kvsql check --json}. */
  private static final int MOST = 500;

  /** The findings of a report, as many as are worth reading. */
  static List<FindingView> listOf(String prefix, SubjectReport report) {
    List<FindingView> views = new ArrayList<>();
    for (FlatFinding finding : report.findings()) {
      if (views.size() < MOST) {
        views.add(of(prefix + "f" + (views.size() + 1), finding));
      }
    }
    return views;
  }

  private static FindingView of(String anchor, FlatFinding finding) {
    FindingHelp help = FindingHelp.of(finding.id());
    return new FindingView(
        anchor,
        finding.id().text(),
        finding.severityText(),
        help.title(),
        help.text(),
        finding.where(),
        Escapes.forTerminal(finding.expected()),
        Escapes.forTerminal(finding.found()),
        finding.repairText(),
        finding.next(),
        finding.place());
  }

  /** Whether it is about any of these chunks of a file. */
  boolean touches(FileTag file, long firstChunk, long endChunk) {
    if (!place.file().equals(Optional.of(file)) || place.chunk().isEmpty()) {
      return false;
    }
    long first = place.chunk().get();
    return first < endChunk && firstChunk < first + place.count().orElse(1L);
  }
}
