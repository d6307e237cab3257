package dev.kvsql.check;

import java.util.List;

/** What a check found in one store, and what that means. */
public record CheckReport(String store, List<DatabaseReport> databases, Severity failOn) {
  public CheckReport {
    databases = List.copyOf(databases);
  }

  /** What a report comes to. */
  public enum Verdict {
    CLEAN("clean"),
    FINDINGS("findings"),
    RECOVERY_PENDING("recovery-pending");

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
    if (databases.stream().anyMatch(database -> database.countFrom(failOn) > 0)) {
      return Verdict.FINDINGS;
    }
    return databases.stream().anyMatch(DatabaseReport::recoveryPending)
        ? Verdict.RECOVERY_PENDING
        : Verdict.CLEAN;
  }
}
