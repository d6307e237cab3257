package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a check of stores found, in the order in which they were named; a store itself stands before
 * its databases.
 *
 * @param failOn from which severity on findings count
 * @param shard the share of the work that this is, such as {@code 2/8}, if it is one
 * @param otherFiles files in the directories that are no stores
 * @param time how long it took
 */
public record FleetReport(
    List<SubjectReport> subjects,
    Severity failOn,
    Optional<String> shard,
    long otherFiles,
    Duration time) {
  public FleetReport {
    subjects = List.copyOf(subjects);
  }

  /** The worst of all verdicts; clean when there is none. */
  public Verdict verdict() {
    return subjects.stream()
        .map(subject -> subject.verdict(failOn))
        .min(Comparator.naturalOrder())
        .orElse(Verdict.CLEAN);
  }

  /** By store, in the same order. */
  List<List<SubjectReport>> stores() {
    Map<String, List<SubjectReport>> stores = new LinkedHashMap<>();
    subjects.forEach(subject ->
        stores.computeIfAbsent(subject.subject().store(), _ -> new ArrayList<>()).add(subject));
    return List.copyOf(stores.values());
  }
}
