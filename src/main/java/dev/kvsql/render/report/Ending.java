package dev.kvsql.render.report;

/** How the check of a database or store ended. */
public sealed interface Ending {
  /** It was checked to the end. */
  record Checked(Run run) implements Ending {}

  /** In which run a check was made. */
  enum Run {
    THIS,
    /** One that was interrupted, and whose result this one took over. */
    EARLIER
  }

  /**
   * It was stopped; what was found until then is shown and proves nothing about the rest.
   *
   * @param why such as {@code stopped after 5 s by --timeout}
   */
  record Stopped(String why) implements Ending {}

  /** The run ended before its turn came. */
  record NotStarted() implements Ending {}

  /** There is no database of the name that was asked for in this store. */
  record Absent() implements Ending {}

  /**
   * It could not be checked.
   *
   * @param why what the cause says, without advice
   */
  record Failed(String why, Exception cause) implements Ending {
    public Failed(Exception cause) {
      this(String.valueOf(cause.getMessage()), cause);
    }
  }
}
