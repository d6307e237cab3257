package dev.kvsql.explore;

import dev.kvsql.file.Incoherence;

/** One way in which a rule does not hold. Bytes that were written are named by their value. */
public sealed interface Breach {
  /** The rule that does not hold. */
  Rule rule();

  /** Cache and store disagree. */
  record Incoherent(Incoherence what) implements Breach {
    @Override
    public Rule rule() {
      return Rule.of(what.broken());
    }
  }

  /** Whom a file shows wrong content. */
  enum Reader {
    /** Whoever has the file open. */
    PROGRAM,
    /** Whoever opens the store afterwards. */
    NEXT_PROCESS
  }

  /** The file has another size than it should have, in bytes. */
  record WrongSize(Reader reader, long expected, long found) implements Breach {
    @Override
    public Rule rule() {
      return ruleFor(reader);
    }
  }

  /**
   * A range reads wrongly.
   *
   * @param length for so many bytes from {@code offset} on, expected and found are each the same
   * @param expected the byte that should be there
   */
  record WrongBytes(Reader reader, long offset, long length, byte expected, byte found)
      implements Breach {
    @Override
    public Rule rule() {
      return ruleFor(reader);
    }
  }

  /**
   * The store holds something past the end of the file.
   *
   * @param storedBytes length of the chunk
   * @param withinBytes how many bytes of it lie within the file; 0 makes it an orphan
   */
  record Leftover(long chunkIndex, int storedBytes, int withinBytes) implements Breach {
    @Override
    public Rule rule() {
      return Rule.S1;
    }
  }

  /** A call failed although the store did what it was asked. */
  record Threw(String what) implements Breach {
    @Override
    public Rule rule() {
      return Rule.C5;
    }
  }

  private static Rule ruleFor(Reader reader) {
    return switch (reader) {
      case PROGRAM -> Rule.C5;
      case NEXT_PROCESS -> Rule.S2;
    };
  }
}
