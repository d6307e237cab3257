package dev.kvsql.file;

/** What must hold between a file's read cache and its store, with size S and last chunk L. */
public enum Invariant {
  C1("no cached chunk has an index past the last chunk"),
  C2("a cached chunk equals the stored one: same bytes, same length"),
  C3("a cached chunk exists in the store"),
  C4("the file's size in memory equals the stored meta"),
  C5("reading through the cache equals reading without it");

  private final String rule;

  Invariant(String rule) {
    this.rule = rule;
  }

  /** The rule in one line. */
  public String rule() {
    return rule;
  }
}
