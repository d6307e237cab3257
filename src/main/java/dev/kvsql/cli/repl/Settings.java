package dev.kvsql.cli.repl;

import dev.kvsql.render.RowMode;
import dev.kvsql.render.RowOptions.Header;
import java.util.Locale;
import java.util.OptionalInt;

/** What can be switched in a session, one field a dot command. For one thread. */
final class Settings {
  RowMode mode;
  Header header = Header.SHOWN;
  String nullText = "NULL";
  Switch timer = Switch.OFF;
  Switch trace = Switch.OFF;
  Switch echo = Switch.OFF;
  Switch bail = Switch.OFF;
  Switch pager = Switch.ON;
  Switch changes;

  /** A width that was asked for; 0 for as wide as it gets, nothing for that of the console. */
  OptionalInt width = OptionalInt.empty();

  /** On or off. */
  enum Switch {
    ON,
    OFF;

    boolean isOn() {
      return this == ON;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Settings(RowMode mode, Switch changes) {
    this.mode = mode;
    this.changes = changes;
  }

  /** What people expect who look at a screen. */
  static Settings typed() {
    return new Settings(RowMode.BOX, Switch.ON);
  }

  /** What programs expect, and {@code kvsql sql} prints. */
  static Settings piped() {
    return new Settings(RowMode.TABLE, Switch.OFF);
  }
}
