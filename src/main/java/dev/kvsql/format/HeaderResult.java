package dev.kvsql.format;

import java.util.List;

/** What {@link DatabaseHeader#parse} made of the first bytes of a file. */
public sealed interface HeaderResult {

  /**
   * A header that every rule of the format allows.
   *
   * @param header its fields
   */
  record Valid(DatabaseHeader header) implements HeaderResult {}

  /**
   * Bytes that are no header of a database that can be read.
   *
   * @param problems at least one, in order of their offsets
   */
  record Invalid(List<HeaderProblem> problems) implements HeaderResult {

    /** Keeps an unmodifiable copy of {@code problems}. */
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
