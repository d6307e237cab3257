package dev.kvsql.explore;

import dev.kvsql.file.Invariant;

/** What must hold whenever a file is at rest: the invariants of cache and store, and three more. */
public enum Rule {
  C1(Invariant.C1.rule()),
  C2(Invariant.C2.rule()),
  C3(Invariant.C3.rule()),
  C4(Invariant.C4.rule()),
  C5("a read gives what a plain byte array would"),
  S1("the store holds nothing past the end of the file"),
  S2("a process that opens the store after a crash reads what the file was, or had become"),
  S3(
      "a chunk that this program stored is as long as the file goes there, 4096 bytes but for the last");

  private final String text;

  Rule(String text) {
    this.text = text;
  }

  /** The rule in one line. */
  public String text() {
    return text;
  }
}
