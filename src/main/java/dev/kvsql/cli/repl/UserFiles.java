package dev.kvsql.cli.repl;

import java.nio.file.Path;

/** The shell's own files in a user's directories (the XDG Base Directory Specification). */
public final class UserFiles {
  private UserFiles() {}

  /** What was typed before: {@code $XDG_STATE_HOME/kvsql/history}. */
  public static Path history() {
    return base("XDG_STATE_HOME", ".local/state").resolve("history");
  }

  /** What is run first on a terminal: {@code $XDG_CONFIG_HOME/kvsql/replrc}. */
  static Path init() {
    return base("XDG_CONFIG_HOME", ".config").resolve("replrc");
  }

  /** A relative path in such a variable does not count, by the specification. */
  private static Path base(String variable, String usual) {
    String value = System.getenv(variable);
    Path directory =
        value != null && Path.of(value).isAbsolute()
            ? Path.of(value)
            : Path.of(System.getProperty("user.home"), usual);
    return directory.resolve("kvsql");
  }
}
