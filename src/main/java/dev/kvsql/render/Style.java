package dev.kvsql.render;

import dev.kvsql.check.Severity;

/** Whether and how text is coloured: ANSI escapes, or nothing at all. */
public enum Style {
  PLAIN,
  ANSI;

  private static final String ESCAPE = "\u001b[";
  private static final String RESET = ESCAPE + "0m";

  /** Bold text. */
  public String bold(String text) {
    return in("1", text);
  }

  /** Text that steps back behind other text. */
  public String dim(String text) {
    return in("2", text);
  }

  /** Text in the colour of a severity. */
  public String severity(Severity severity, String text) {
    return switch (severity) {
      case FATAL -> in("1;31", text);
      case ERROR -> in("31", text);
      case WARN -> in("33", text);
      case NOTICE -> in("36", text);
      case RECOVERY_PENDING, INCOMPLETE -> in("35", text);
    };
  }

  /** Green for what is right, red for what is not. */
  public String good(String text) {
    return in("32", text);
  }

  /** Red for what is not right. */
  public String bad(String text) {
    return in("31", text);
  }

  /** Text after an SGR code (ECMA-48, section 8.3.117), such as {@code 1;31}. */
  String in(String code, String text) {
    return switch (this) {
      case PLAIN -> text;
      case ANSI -> ESCAPE + code + "m" + text + RESET;
    };
  }
}
