package dev.kvsql.check;

/** What a repair of a finding would cost. */
public enum RepairClass {
  /** Loses nothing that anything can still read. */
  SAFE,
  /** Loses something, or guesses: only when allowed by name. */
  LOSSY,
  /** Needs a person. */
  MANUAL
}
