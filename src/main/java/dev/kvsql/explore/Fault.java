package dev.kvsql.explore;

/** What goes wrong between a program and its store while the program does one thing. */
public sealed interface Fault {
  Fault NONE = new None();

  /** Nothing. */
  record None() implements Fault {}

  /** The nth operation on the store is refused, the first being 1; the program gets an error. */
  record Fails(int operation) implements Fault {}

  /** The process dies just before the nth operation on the store. */
  record Crashes(int operation) implements Fault {}
}
