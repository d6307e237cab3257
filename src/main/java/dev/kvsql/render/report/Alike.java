package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Databases of which there is the same to say, and nothing bad; more than are worth a line each.
 */
final class Alike {
  /** That many are listed. */
  private static final int MOST_LISTED = 10;

  private final Severity failOn;
  private final Map<Kind, List<SubjectReport>> groups = new LinkedHashMap<>();

  private Alike(Severity failOn) {
    this.failOn = failOn;
  }

  /** What there is to say. */
  sealed interface Kind {
    /** Nothing. */
    record Clean() implements Kind {}

    /** One finding of this kind. */
    record One(FindingId id, Severity severity) implements Kind {}
  }

  static Alike of(FleetReport report) {
    Alike alike = new Alike(report.failOn());
    for (SubjectReport subject : report.subjects()) {
      alike
          .kind(subject)
          .ifPresent(
              kind -> alike.groups.computeIfAbsent(kind, _ -> new ArrayList<>()).add(subject));
    }
    alike.groups.values().removeIf(group -> group.size() <= MOST_LISTED);
    return alike;
  }

  boolean contains(SubjectReport subject) {
    return kind(subject).filter(groups::containsKey).isPresent();
  }

  List<Map.Entry<Kind, List<SubjectReport>>> groups() {
    return List.copyOf(groups.entrySet());
  }

  private Optional<Kind> kind(SubjectReport subject) {
    Verdict verdict = subject.verdict(failOn);
    boolean harmless = verdict == Verdict.CLEAN || verdict == Verdict.RECOVERY_PENDING;
    if (!harmless
        || subject.subject().database().isEmpty()
        || !(subject.ending() instanceof Ending.Checked)) {
      return Optional.empty();
    }
    return switch (subject.findings().size()) {
      case 0 -> Optional.of(new Kind.Clean());
      case 1 -> {
        FlatFinding only = subject.findings().getFirst();
        yield Optional.of(new Kind.One(only.id(), only.severity()));
      }
      default -> Optional.empty();
    };
  }
}
