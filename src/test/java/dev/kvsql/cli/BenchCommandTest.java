package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.bench.Counts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The bench prints its figures and leaves nothing; how long anything took is not asserted. */
final class BenchCommandTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void commitsAreATable() {
    StringWriter out = new StringWriter();
    CommandLine command = small(out);

    int exit = command.execute(dir.toString(), "--only", "commit", "--rounds", "1", "--seed", "5");

    assertThat(exit).isZero();
    assertThat(out.toString().lines().skip(1).map(line -> line.replaceAll("  .*", "")))
        .containsExactly(
            "",
            "measure",
            "commit, against DELETE",
            "commit, against DELETE",
            "commit, against DELETE",
            "commit, against WAL",
            "commit, against WAL",
            "commit, against WAL");
    assertThat(out.toString())
        .startsWith("SQLite 3.")
        .contains(", Java 25", ", " + dir + " (", "), in turn, seed 5\n");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void whatIsMeasuredWhereIsToldOnStderr() throws Exception {
    Cli run = Cli.run("bench", dir, "--only", "replay,open", "--rounds", "1", "--store-size", "1c");

    assertThat(run.err().lines())
        .containsExactly(
            "measuring %s (%s on %s)"
                .formatted(dir, Files.getFileStore(dir).type(), Files.getFileStore(dir).name()));
  }

  @Test
  void jsonIsOneDocument() throws Exception {
    Cli run =
        Cli.run("bench", dir, "--json", "--only", "open", "--rounds", "2", "--store-size", "1MiB");

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("format").textValue()).isEqualTo("kvsql/bench/1");
    assertThat(json.get("directory").textValue()).isEqualTo(dir.toString());
    assertThat(json.get("rounds").intValue()).isEqualTo(2);
    List<String> figures =
        StreamSupport.stream(json.get("figures").spliterator(), false)
            .map(figure -> figure.get("figure").textValue() + " " + figure.get("amount"))
            .toList();
    assertThat(figures).containsExactly("open-to-read 1048576", "open-to-write 1048576");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aScriptAloneIsMeasuredAndItsTestsWhenAskedFor() throws Exception {
    Path script =
        Files.writeString(
            dir.resolve("mine.sql"), "-- begin test one\nCREATE TABLE t(x);\n-- end test one\n");

    Cli whole = Cli.run("bench", dir, "--script", script, "--rounds", "1");
    Cli details = Cli.run("bench", dir, "--script", script, "--rounds", "1", "--details");

    assertThat(whole.exit()).as(whole.err()).isZero();
    assertThat(works(whole))
        .containsExactly(
            "",
            "measure",
            "script of 1 statement, against DELETE",
            "script of 1 statement, against WAL");
    assertThat(works(details))
        .startsWith(works(whole).toArray(String[]::new))
        .endsWith("", "test of the script", "one", "", "test of the script", "one");
    assertThat(dir).isDirectoryContaining(script::equals).isDirectoryNotContaining("glob:**bench*");
  }

  @Test
  void aMissIsAFailureOnlyWhenAskedFor() {
    String[] options = {"--only", "commit,blob", "--rounds", "1"};
    StringWriter out = new StringWriter();
    CommandLine command = small(out);

    assertThat(command.execute(arguments(options))).isZero();

    out.getBuffer().setLength(0);
    int exit = command.execute(arguments(options, "--fail-on-miss"));
    assertThat(exit).as(out.toString()).isEqualTo(out.toString().contains("MISSED") ? 3 : 0);
  }

  private String[] arguments(String[] options, String... more) {
    return Stream.of(Stream.of(dir.toString()), Stream.of(options), Stream.of(more))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private static CommandLine small(StringWriter out) {
    return new CommandLine(
            new BenchCommand(new Globals(), sizes -> new Counts(3, 1, 10, 10, 10, 1, 1, 1, sizes)))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()));
  }

  private static List<String> works(Cli run) {
    return run.out().lines().skip(1).map(line -> line.replaceAll("  .*", "")).toList();
  }

  @Test
  void aScriptThatIsNotThereIsToldBeforeAnythingIsMeasured() {
    Path none = dir.resolve("none.sql");

    Cli.run("bench", dir, "--only", "commit", "--script", none)
        .assertRefused(1, "kvsql bench: " + none + ": no such file or directory");
  }

  @Test
  void aScriptIsNotMeasuredWithoutItsFile() {
    Cli.run("bench", dir, "--only", "script")
        .assertRefused(2, "kvsql bench: --only script needs --script FILE");
  }

  @Test
  void aDirectoryThatIsNotThereIsMadeAndRemoved() {
    Cli run = Cli.run("bench", dir.resolve("new/one"), "--only", "open", "--store-size", "1c");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aFailureLeavesNothing() {
    Cli run = Cli.run("bench", dir, "--only", "open", "--store-size", "16TiB");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("kvsql bench: a store of 17,592,186,044,416 bytes needs ");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aFileIsNoDirectoryToWorkIn() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "x");

    Cli.run("bench", file).assertRefused(2, "kvsql bench: " + file + ": not a directory");

    assertThat(file).hasContent("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rounds=0|kvsql bench: --rounds is at least 1, not 0",
        "--store-size=4095|kvsql bench: --store-size is at least one chunk, 4096",
        "--table-size=4095|kvsql bench: --table-size is at least one chunk, 4096",
        "--rounds=many|kvsql bench: Invalid value for option '--rounds': 'many' is not an int;"
            + " try: kvsql bench --help",
      })
  void numbersThatMakeNoSenseAreRefused(String option, String message) {
    Cli.run("bench", dir, option).assertRefused(2, message);

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void anUnknownMeasureIsRefusedWithThoseThatThereAre() {
    Cli run = Cli.run("bench", dir, "--only", "commit,sleep");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .hasLineCount(1)
        .contains(
            "'sleep'",
            "[commit, load, read, scan, blob, truncate, speedtest1, open, replay, script] (case-insensitive)");
  }

  @Test
  void helpNamesEveryMeasureAndOption() {
    assertThat(Cli.clean("bench", "--help").replaceAll("\\s+", " "))
        .contains("commit, load, read, scan, blob, truncate, speedtest1, open, replay, script")
        .contains(
            "--only",
            "--rounds",
            "--seed",
            "--script",
            "--details",
            "--fail-on-miss",
            "--store-size",
            "--table-size",
            "--json",
            "[DIR]");
  }
}
