package dev.kvsql.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Starts the program. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    StandardOutput stdout = new StandardOutput();
    System.setOut(new PrintStream(stdout, false, StandardCharsets.UTF_8));
    PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = Kvsql.run(out, err, args);
    out.flush();
    System.out.flush();
    Optional<IOException> failure = stdout.failure();
    failure.ifPresent(
        e -> err.println("kvsql: cannot write to standard output: " + e.getMessage()));
    err.flush();
    System.exit(failure.isPresent() ? ExitCode.FAILED : exitCode);
  }
}
