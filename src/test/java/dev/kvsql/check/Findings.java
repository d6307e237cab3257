package dev.kvsql.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Findings as lines: {@code warn CHUNK-ORPHAN main 10+105 safe}. */
public final class Findings {
  private Findings() {}

  /** A line for each finding, in order. */
  public static String lines(DatabaseReport report) {
    return lines(report.findings());
  }

  public static String lines(List<Finding> findings) {
    return findings.stream().map(Findings::line).collect(Collectors.joining());
  }

  private static String line(Finding finding) {
    Place place = finding.place();
    String file = place.file().map(tag -> " " + tag.label()).orElse("");
    String chunks =
        place
            .chunk()
            .map(chunk -> " " + chunk + place.count().map(n -> "+" + n).orElse(""))
            .orElse("");
    return finding.severity().name().toLowerCase(Locale.ROOT).replace('_', '-')
        + " "
        + finding.id().text()
        + file
        + chunks
        + " "
        + finding.repair().name().toLowerCase(Locale.ROOT)
        + "\n";
  }
}
