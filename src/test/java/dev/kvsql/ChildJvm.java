package dev.kvsql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Another process that runs a main method of the tests; it ends when this is closed. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private ChildJvm(Process process) {
    this.process = process;
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  public static ChildJvm start(Class<?> program, String... arguments) throws IOException {
    return start(List.of(), List.of(), program, arguments);
  }

  /** A child that has so many MiB of memory for its objects. */
  public static ChildJvm startWithHeap(int mebibytes, Class<?> program, String... arguments)
      throws IOException {
    return start(List.of(), List.of("-Xmx" + mebibytes + "m"), program, arguments);
  }

  /** The same, and with so much to do that it pays to compile it well. */
  public static ChildJvm startForWork(int mebibytes, Class<?> program, String... arguments)
      throws IOException {
    List<String> options = List.of("-Xmx" + mebibytes + "m", "-XX:TieredStopAtLevel=4");
    return start(List.of(), options, program, arguments);
  }

  /** A child none of whose files may grow past this many bytes, rounded down to 512. */
  public static ChildJvm startWithFileLimit(long bytes, Class<?> program, String... arguments)
      throws IOException {
    String limited = "ulimit -f " + bytes / 512 + " && exec \"$@\"";
    return start(List.of("sh", "-c", limited, "sh"), List.of(), program, arguments);
  }

  private static ChildJvm start(
      List<String> before, List<String> options, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ChildJvm(builder.start());
  }

  public long pid() {
    return process.pid();
  }

  /** The next line that it prints, or null when it has ended. */
  public @Nullable String line() throws IOException {
    return lines.readLine();
  }

  /** Everything that it still prints. */
  public List<String> rest() throws IOException {
    return lines.readAllLines();
  }

  /** Ends it without a chance to tidy up; what it has printed can still be read. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly().onExit().join();
    } catch (InterruptedException | ExecutionException e) {
      process.destroyForcibly();
      throw new IOException("a child did not end", e);
    }
    lines.close();
  }
}
