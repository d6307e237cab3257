package dev.kvsql.render;

import dev.kvsql.check.Severity;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** How many findings there are of each severity. */
public final class SeverityCounts {
  private SeverityCounts() {}

  /** By severity, worst first; those that occur. */
  public static Map<Severity, Long> of(Collection<Severity> severities) {
    Map<Severity, Long> counts = new EnumMap<>(Severity.class);
    severities.forEach(severity -> counts.merge(severity, 1L, Long::sum));
    return counts;
  }

  /** {@code 2 fatal, 7 error}; {@code clean} when there is none. */
  public static String text(Collection<Severity> severities) {
    StringJoiner text = new StringJoiner(", ").setEmptyValue("clean");
    of(severities)
        .forEach((severity, count) ->
            text.add(Amounts.number(count) + " " + FindingText.severity(severity)));
    return text.toString();
  }
}
