package dev.kvsql.cli.statement;

import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What SQLite said, out of the message of its driver. */
public final class DriverMessage {
  /** {@code [CODE] generic (specific)}. */
  private static final Pattern FORM =
      Pattern.compile("\\[(SQLITE_\\w+)] .*? \\((.*)\\)(; .*)?", Pattern.DOTALL);

  private DriverMessage() {}

  /** SQLite's own words, without the driver's around them, and the code behind them. */
  public static String plain(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher driver = FORM.matcher(message);
    return driver.matches()
        ? driver.group(2)
            + " ("
            + driver.group(1)
            + ")"
            + Objects.requireNonNullElse(driver.group(3), "")
        : message;
  }
}
