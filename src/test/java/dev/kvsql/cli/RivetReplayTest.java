package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.inspect.RivetFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statements that Rivet ran, run here: the same keys with values of the same sizes, and the
 * same main file, but for SQLite's counters and version (Rivet starts from a prepared empty page).
 */
final class RivetReplayTest {
  private static final Pattern LINE = Pattern.compile("\\{\"key\":\"(\\w+)\",\"value\":\"(.*)\"}");

  @TempDir private Path dir = Path.of("");

  /** Those that Rivet ran to the end, and could read again. */
  static Stream<RivetFixture> fixtures() {
    return RivetFixture.all().filter(RivetReplayTest::isSound);
  }

  private static boolean isSound(RivetFixture fixture) {
    try {
      return fixture.expected().get("error").isNull()
          && fixture.expected().at("/reopened/integrity").asText().equals("ok");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void theSameStatementsGiveTheSameKeysSizesAndBytes(RivetFixture fixture) throws Exception {
    Path ours = dir.resolve("ours.kv");
    Cli.clean("create", ours);
    Cli replay = Cli.runWithInput(fixture.workload(), "sql", ours);
    assertThat(replay.err()).isEmpty();
    assertThat(replay.exit()).isZero();

    Path rivets = Stores.of(dir.resolve("rivets.kv"), fixture);
    assertThat(sizes(ours)).isEqualTo(sizes(rivets));
    assertThat(mainFile(ours)).isEqualTo(mainFile(rivets));
  }

  /** Keys, each with the size of its value. */
  private static List<String> sizes(Path store) throws IOException {
    return Stores.dump(store).lines().map(RivetReplayTest::keyAndSize).toList();
  }

  private static String keyAndSize(String line) {
    Matcher entry = LINE.matcher(line);
    assertThat(entry.matches()).as(line).isTrue();
    return entry.group(1) + " " + Base64.getDecoder().decode(entry.group(2)).length;
  }

  /**
   * The main file without change counter, schema cookie, version-valid-for and SQLite's version.
   */
  private byte[] mainFile(Path store) throws IOException {
    Path file = dir.resolve(store.getFileName() + ".db");
    Cli.clean("export", store, file);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 24, 28, (byte) 0);
    Arrays.fill(bytes, 40, 44, (byte) 0);
    Arrays.fill(bytes, 92, 100, (byte) 0);
    return bytes;
  }
}
