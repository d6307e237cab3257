package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jobs in the README, which people copy. */
final class ReadmeTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  /** A command ends where the next key of the document begins. */
  private static final Pattern COMMAND =
      Pattern.compile("kvsql (check .*?)(?=\n *[\\w-]+:|\\z)", Pattern.DOTALL);

  @Test
  void theirCommandsCanBeParsed() throws Exception {
    List<String[]> commands =
        YAML.matcher(Files.readString(Path.of("README.md")))
            .results()
            .flatMap(yaml -> COMMAND.matcher(yaml.group(1).strip()).results())
            .map(command -> words(command.group(1)))
            .toList();

    assertThat(commands).hasSize(2);
    assertThat(commands)
        .allSatisfy(words ->
            assertThatCode(() -> Kvsql.commandLine().parseArgs(words))
                .as("kvsql %s", Arrays.toString(words))
                .doesNotThrowAnyException());
  }

  /** With a number for what CI puts in. */
  private static String[] words(String command) {
    return command
        .replaceAll("\\$\\{\\{.*?}}|\\$\\(\\(.*?\\)\\)|\\$\\w+", "1")
        .strip()
        .split("\\s+");
  }
}
