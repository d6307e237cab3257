package dev.kvsql.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code kvsql rehearse}: runs the demo and what else people run first. The build watches it, so
 * that Java has the classes of all that ready when the program starts.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "An empty directory.")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out =
        new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    for (List<String> words : commands(directory)) {
      int code = Kvsql.run(out, spec.commandLine().getErr(), words.toArray(String[]::new));
      if (code != ExitCode.CLEAN) {
        throw new IOException("exit code " + code + " of kvsql " + String.join(" ", words));
      }
    }
    return ExitCode.CLEAN;
  }

  private static List<List<String>> commands(Path directory) {
    String store = directory.resolve(DemoCommand.STORE).toString();
    return List.of(
        List.of("demo", directory.toString()),
        List.of("--version"),
        List.of("--help"),
        List.of("inspect", store, "--json"),
        List.of("inspect", store, "--map", "--tables"),
        List.of("inspect", store, "--html", directory.resolve("demo.html").toString()),
        List.of("check", store, "--format", "json"),
        List.of("dump", store, "0"),
        List.of("sql", store, "--read-only", "--mode", "json", "SELECT * FROM note"),
        List.of("export", store, directory.resolve("demo.db").toString()),
        List.of("import", store, directory.resolve("demo.db").toString(), "--db", "copy"));
  }
}
