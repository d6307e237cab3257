package dev.kvsql.check;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a check found in one store, and what that means.
 *
 * @param databasesInStore how many it has, checked or not; 0 when that is not known
 * @param findings about the store as a whole
 * @param databases what was found in each database
 * @param failOn from which severity on findings count
 */
public record CheckReport(
    String store,
    int databasesInStore,
    List<Finding> findings,
    List<DatabaseReport> databases,
    Severity failOn) {
  public CheckReport {
    findings = List.copyOf(findings);
    databases = List.copyOf(databases);
  }

  /** A report on all databases of a store, about which itself there is nothing to say. */
  public static CheckReport of(String store, List<DatabaseReport> databases, Severity failOn) {
    return of(store, databases.size(), databases, failOn);
  }

  /** A report on some databases of a store, about which itself there is nothing to say. */
  public static CheckReport of(
      String store, int databasesInStore, List<DatabaseReport> databases, Severity failOn) {
    return new CheckReport(store, databasesInStore, List.of(), databases, failOn);
  }

  /** What a report comes to, in the order in which the first that applies counts. */
  public enum Verdict {
    FAILED("failed"),
    FINDINGS("findings"),
    RECOVERY_PENDING("recovery-pending"),
    INCOMPLETE("incomplete"),
    CLEAN("clean");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** The word that reports print. */
    public String text() {
      return text;
    }

    /**
     * What findings come to when a check was made to its end.
     *
     * @param severities of all findings
     * @param failOn from which severity on findings count
     */
    public static Verdict of(Collection<Severity> severities, Severity failOn) {
      if (severities.contains(Severity.INCOMPLETE)) {
        return INCOMPLETE;
      }
      if (severities.stream().anyMatch(severity -> severity.reaches(failOn))) {
        return FINDINGS;
      }
      return severities.contains(Severity.RECOVERY_PENDING) ? RECOVERY_PENDING : CLEAN;
    }
  }

  public Verdict verdict() {
    if (databases.stream().anyMatch(database -> database.unfinished().isPresent())) {
      return Verdict.INCOMPLETE;
    }
    Stream<Finding> all =
        Stream.concat(
            findings.stream(), databases.stream().flatMap(one -> one.findings().stream()));
    return Verdict.of(all.map(Finding::severity).toList(), failOn);
  }
}
