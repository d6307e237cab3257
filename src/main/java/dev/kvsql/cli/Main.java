package dev.kvsql.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the program. */
public final class Main {
  /** What goes wrong in the driver comes as an exception; its log would repeat it on stderr. */
  private static final Logger DRIVER = Logger.getLogger("org.sqlite");

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    DRIVER.setLevel(Level.OFF);
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = Kvsql.run(out, err, args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }
}
