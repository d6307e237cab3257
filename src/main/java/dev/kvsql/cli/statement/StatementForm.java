package dev.kvsql.cli.statement;

import java.util.regex.Pattern;

/** What must be known of a statement before the driver runs it. */
public final class StatementForm {
  /** After any comments. */
  private static final Pattern INCREMENTAL_VACUUM =
      Pattern.compile(
          "(?:\\s|--[^\\n]*+|/\\*.*?\\*/)*+PRAGMA\\s+(?:\\S+\\s*\\.\\s*)?incremental_vacuum\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private StatementForm() {}

  /**
   * Whether a statement frees a page a step, and has no columns: then it takes {@code
   * Statement.executeUpdate}, as the driver's {@code execute} would make one step only.
   */
  public static boolean stepsWithoutRows(String sql) {
    return INCREMENTAL_VACUUM.matcher(sql).matches();
  }
}
