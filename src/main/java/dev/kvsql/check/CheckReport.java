package dev.kvsql.check;

import java.util.List;
import java.util.Optional;

/**
 * What a check found in one store, and what that means.
 *
 * @param databasesInStore how many it has, checked or not; 0 when that is not known
 * @param findings about the store as a whole
 * @param databases what was found in each database
 * @param failure why there is no verdict, if there is none
 * @param failOn from which severity on findings count
 */
public record CheckReport(
    String store,
    int databasesInStore,
    List<Finding> findings,
    List<DatabaseReport> databases,
    Optional<String> failure,
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
    return new CheckReport(store, databasesInStore, List.of(), databases, Optional.empty(), failOn);
  }

  /** A report on a store that could not be checked. */
  public static CheckReport failed(String store, String why, Severity failOn) {
    return new CheckReport(store, 0, List.of(), List.of(), Optional.of(why), failOn);
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
  }

  public Verdict verdict() {
    if (failure.isPresent()) {
      return Verdict.FAILED;
    }
    if (findings.stream().anyMatch(found -> found.severity() == Severity.INCOMPLETE)) {
      return Verdict.INCOMPLETE;
    }
    boolean counts =
        databases.stream().anyMatch(database -> database.countFrom(failOn) > 0)
            || findings.stream().anyMatch(found -> found.severity().reaches(failOn));
    if (counts) {
      return Verdict.FINDINGS;
    }
    return databases.stream().anyMatch(DatabaseReport::recoveryPending)
        ? Verdict.RECOVERY_PENDING
        : Verdict.CLEAN;
  }
}
