package dev.kvsql.cli;

import dev.kvsql.explore.Counterexample;
import dev.kvsql.explore.ExploreOptions;
import dev.kvsql.explore.ReplayFile;
import dev.kvsql.explore.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes counterexamples to replay files, never over a file that holds something else. */
final class ReplayOutput {
  private ReplayOutput() {}

  /** Writes {@code POLICY-RULE.replay}, with a number when that name is taken. */
  static Path write(Path directory, ExploreOptions options, Counterexample found)
      throws IOException {
    String text =
        String.join("\n", new ReplayFile(options.policy(), options.start(), found.moves()).lines())
            + "\n";
    String name =
        options.policy().label()
            + "-"
            + found.rules().stream().map(Rule::name).collect(Collectors.joining("-"));
    int number = 1;
    Path file = directory.resolve(name + ".replay");
    while (Files.exists(file) && !holds(file, text)) {
      number++;
      file = directory.resolve(name + "-" + number + ".replay");
    }
    if (!Files.exists(file)) {
      NewFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
    return file.normalize();
  }

  private static boolean holds(Path file, String text) throws IOException {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return Files.isRegularFile(file)
        && Files.size(file) == wanted.length
        && Arrays.equals(Files.readAllBytes(file), wanted);
  }
}
