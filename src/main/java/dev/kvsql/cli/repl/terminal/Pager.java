package dev.kvsql.cli.repl.terminal;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A program that shows text page by page. */
final class Pager implements AutoCloseable {
  /** Ends by itself on one page, leaves the text on the screen, and does not wrap lines. */
  private static final String LESS_OPTIONS = "FRSX";

  private final Process process;
  private final Writer in;

  private Pager(Process process) {
    this.process = process;
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  /** {@code $PAGER}, or less if that is installed; nothing when there is none. */
  static Optional<String> command() {
    String wanted = System.getenv("PAGER");
    if (wanted != null) {
      return wanted.isBlank() || wanted.equals("cat") ? Optional.empty() : Optional.of(wanted);
    }
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, "less"))) {
        return Optional.of("less");
      }
    }
    return Optional.empty();
  }

  /** Starts it on this terminal. */
  static Pager start(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.putIfAbsent("LESS", LESS_OPTIONS);
    environment.putIfAbsent("LESSCHARSET", "utf-8");
    return new Pager(builder.start());
  }

  /** Where the text goes; it fails once the pager was left. */
  Writer in() {
    return in;
  }

  /** Waits until it is left. */
  @Override
  public void close() throws IOException {
    try {
      in.close();
    } catch (IOException e) {
      // It was left before the end.
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
