package dev.kvsql.cli;

/** What exit codes mean where that is the same for several commands: lines of help and manual. */
final class ExitText {
  static final String DONE = "0:Done.";
  static final String FAILED = "1:Failed; the reason is on standard error.";
  static final String UNCHANGED = "1:Failed; nothing was changed.";
  static final String USAGE = "2:Wrong usage; nothing was done.";
  static final String MISSING = "10:There is no such store or database.";
  static final String LOCKED = "11:Another process has the store, also after --timeout.";
  static final String INTERRUPTED = "130:Interrupted.";

  private ExitText() {}
}
