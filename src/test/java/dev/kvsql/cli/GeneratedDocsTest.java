package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.cli.completion.Shell;
import dev.kvsql.man.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manual pages and completions that are committed are those that the commands make. After a
 * change of commands or of {@code src/main/man}: {@code mvn -o test -Dtest=GeneratedDocsTest
 * -Dkvsql.docs.write=true}.
 */
final class GeneratedDocsTest {
  private static final Path FRAGMENTS = Path.of("src", "main", "man");

  /** Changes with a release, not with the day. */
  private static final Pattern BUILT =
      Pattern.compile("<project\\.build\\.outputTimestamp>(.*?)</project");

  static Stream<Map.Entry<String, String>> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    new Manual(Kvsql.commandLine().getCommandSpec(), FRAGMENTS, built())
        .pages()
        .forEach((name, text) -> files.put("man/" + name, text));
    for (Shell shell : Shell.values()) {
      files.put("completions/" + fileName(shell), Cli.clean("completion", shell));
    }
    return files.entrySet().stream();
  }

  private static String fileName(Shell shell) {
    return switch (shell) {
      case bash -> "kvsql.bash";
      case zsh -> "_kvsql";
      case fish -> "kvsql.fish";
    };
  }

  private static OffsetDateTime built() throws IOException {
    Matcher stamp = BUILT.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(stamp.find()).isTrue();
    return OffsetDateTime.parse(stamp.group(1));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theCommittedFileIsWhatTheCommandsMake(Map.Entry<String, String> file) throws IOException {
    Path path = Path.of(file.getKey());
    if (Boolean.getBoolean("kvsql.docs.write")) {
      Files.writeString(path, file.getValue());
    }
    assertThat(path).as("-Dkvsql.docs.write=true writes it").hasContent(file.getValue());
  }

  @Test
  void everyFragmentIsOfAPage() throws IOException {
    Set<String> pages = files().map(Map.Entry::getKey).collect(Collectors.toSet());
    try (Stream<Path> fragments = Files.list(FRAGMENTS)) {
      assertThat(fragments.map(path -> "man/" + path.getFileName()))
          .allSatisfy(path -> assertThat(pages).contains(path.replace(".mdoc", ".1")));
    }
  }
}
