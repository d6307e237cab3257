package dev.kvsql.explore;

/** The ways in which a rule can be broken; each has a shortest counterexample of its own. */
public enum Symptom {
  CACHED_PAST_END(Rule.C1),
  STALE_BYTES(Rule.C2),
  STALE_LENGTH(Rule.C2),
  CACHED_NOT_STORED(Rule.C3),
  MEMORY_SIZE(Rule.C4),
  /** Wrong bytes from the beginning of a chunk on. */
  READ_CHUNK(Rule.C5),
  /** Wrong bytes from the middle of a chunk on. */
  READ_WITHIN_CHUNK(Rule.C5),
  READ_SIZE(Rule.C5),
  FAILURE(Rule.C5),
  ORPHAN(Rule.S1),
  TAIL(Rule.S1),
  REOPENED_CHUNK(Rule.S2),
  REOPENED_WITHIN_CHUNK(Rule.S2),
  REOPENED_SIZE(Rule.S2),
  SHORT_CHUNK(Rule.S3);

  private final Rule rule;

  Symptom(Rule rule) {
    this.rule = rule;
  }

  public Rule rule() {
    return rule;
  }
}
