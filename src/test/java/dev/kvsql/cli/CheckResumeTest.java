package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.ForeignDatabase;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that go on where an interrupted one has ended. */
final class CheckResumeTest {
  /** Those that can be opened. */
  private static final int DATABASES = 7;

  private static final String FORMAT = "{\"format\":\"kvsql/check-resume/1\"}\n";

  @TempDir private Path temp = Path.of("");
  private Path dir = Path.of("");
  private Path resume = Path.of("");

  @BeforeEach
  void fleet() throws Exception {
    dir = Files.createDirectories(temp.resolve("stores"));
    resume = temp.resolve("done.jsonl");
    Fleet.sound(dir, 4);
    ForeignDatabase.add(
        dir.resolve("named.kv"), "it's \u001b[31m \"bad\"\n", Damage.pages22().key("0801").store());
    Stores.of(
        dir.resolve("s02.kv"),
        "holes",
        Damage.pages22().delete(FileTag.MAIN, 7, 1).size(FileTag.JOURNAL, 0).store());
    Stores.of(
        dir.resolve("t.kv"),
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id = 1").store());
    Files.writeString(dir.resolve("ruined.kv"), "ruined");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "sarif", "junit", "github"})
  void aRunThatGoesOnReportsAsIfItHadNotBeenInterrupted(String format) throws Exception {
    Cli whole = Cli.run("check", dir, "--format", format);
    Cli.run("check", dir, "--resume", resume);
    List<String> finished = Files.readAllLines(resume);
    assertThat(finished).hasSize(1 + DATABASES);
    // As an interrupted run would have left it, in the middle of a line.
    Files.writeString(
        resume,
        String.join("\n", finished.subList(0, 5)) + "\n" + finished.get(5).substring(0, 40));

    Cli rest = Cli.run("check", dir, "--format", format, "--resume", resume);

    assertThat(alike(rest.out())).isEqualTo(alike(whole.out()));
    assertThat(rest.err()).isEqualTo(whole.err());
    assertThat(rest.exit()).isEqualTo(whole.exit()).isEqualTo(10);
    assertThat(Files.readAllLines(resume)).hasSize(1 + DATABASES).startsWith(FORMAT.strip());
    if (format.equals("text")) {
      assertThat(rest.out()).contains("; 4 of them finished earlier; ");
    }
  }

  private static String alike(String report) {
    return Fleet.withoutEffort(report)
        .replaceAll("; \\d of them finished earlier", "")
        .replaceAll("\"finishedEarlier\":\\d", "\"finishedEarlier\":0");
  }

  @Test
  void aStoreThatHasChangedIsCheckedAgain() throws Exception {
    Cli.run("check", dir, "--resume", resume);
    Stores.change(
        dir.resolve("s00.kv"), WriteBatch.builder().put(new byte[] {8, 1}, new byte[] {1}));

    Cli again = Cli.run("check", dir, "--resume", resume);

    assertThat(again.out())
        .contains(dir.resolve("s00.kv") + " main: 1 warn\n", "; 6 of them finished earlier; ");
  }

  @Test
  void anotherLevelIsAnotherCheck() throws Exception {
    Cli.run("check", dir, "--resume", resume, "--level", "quick");

    Cli full = Cli.run("check", dir, "--resume", resume);

    assertThat(full.out()).doesNotContain("finished earlier");
    assertThat(Files.readAllLines(resume)).hasSize(1 + 14);
  }

  @Test
  void whatWasNotFinishedIsNotWrittenDown() throws Exception {
    Cli run = Cli.run("check", dir, "--timeout", "0.000001", "--resume", resume);

    // On a busy machine the clock may be late, and a small store clean before it.
    long stopped = run.out().lines().filter(line -> line.contains(": incomplete, ")).count();
    assertThat(stopped).isPositive();
    assertThat(Files.readAllLines(resume)).hasSize((int) (1 + DATABASES - stopped));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "precious",
        "precious\n",
        "{\"format\":\"kvsql/check-resume/2\"}\n",
        FORMAT + "precious\n",
        FORMAT + "{\"store\":\"a\"}\n",
        FORMAT + "{\"store\":1,\"database\":[]}\n"
      })
  void aFileWithOtherContentIsRefusedAndStays(String content) throws Exception {
    Files.writeString(resume, content);

    Cli check = Cli.run("check", dir, "--resume", resume);

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.out()).isEmpty();
    assertThat(check.err()).hasLineCount(1).startsWith("kvsql check: " + resume + ": ");
    assertThat(Files.readString(resume)).isEqualTo(content);
  }

  @Test
  void aFileThatIsNoTextIsRefusedAndStays() throws Exception {
    byte[] content = {'S', (byte) 0xff, '\n', (byte) 0xc3};
    Files.write(resume, content);

    Cli.run("check", dir, "--resume", resume)
        .assertRefused(
            2,
            "kvsql check: "
                + resume
                + ": holds something else than what a check finished; expected kvsql/check-resume/1");
    assertThat(resume).hasBinaryContent(content);
  }

  @Test
  void aLineMayHaveBeenCutOffAmidACharacter() throws Exception {
    byte[] cut = (FORMAT + "{\"store\":\"\u00fc").getBytes(StandardCharsets.UTF_8);
    Files.write(resume, Arrays.copyOf(cut, cut.length - 1));

    Cli check = Cli.run("check", dir, "--resume", resume);

    assertThat(check.exit()).isEqualTo(10);
    assertThat(Files.readAllLines(resume)).hasSize(1 + DATABASES).startsWith(FORMAT.strip());
  }

  @Test
  void aFileThatAnotherCheckWritesIsRefused() throws Exception {
    Files.writeString(resume, FORMAT);
    try (FileChannel other = FileChannel.open(resume, StandardOpenOption.WRITE)) {
      assertThat(other.tryLock()).isNotNull();

      Cli.run("check", dir, "--resume", resume)
          .assertRefused(2, "kvsql check: " + resume + ": another check is writing to it");
    }
  }

  @Test
  void shardsGoOnAsWell() throws Exception {
    for (String shard : List.of("1/2", "2/2")) {
      Cli.run("check", dir, "--shard", shard, "--resume", resume);
    }

    assertThat(Cli.run("check", dir, "--resume", resume).out())
        .contains("; 7 of them finished earlier; ");
  }
}
