package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A check by the packaged program that its user ends. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CheckIT {
  @TempDir private Path temp = Path.of("");

  @Test
  void anInterruptedCheckTellsWhatItHasAndGoesOnLater() throws Exception {
    Path dir = Files.createDirectories(temp.resolve("stores"));
    Fleet.sound(dir, 2);
    Path slow = slow(dir.resolve("t.kv"));
    Path resume = temp.resolve("done.jsonl");
    List<String> command =
        Program.command(Path.of("env"), "--default-signal=INT", Program.path(), "check");
    command.addAll(List.of(".", "--jobs", "1", "--json", "--resume", resume.toString()));
    Process check = new ProcessBuilder(command).directory(dir.toFile()).start();
    try {
      await(check, resume, 3);
      assertThat(new ProcessBuilder("kill", "-INT", "" + check.pid()).start().waitFor()).isZero();
      assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();

      JsonNode report =
          new ObjectMapper()
              .readTree(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertThat(check.exitValue()).isEqualTo(130);
      assertThat(report.get("exit").asInt()).isEqualTo(130);
      assertThat(report.get("verdict").asText()).isEqualTo("incomplete");
      assertThat(report.at("/summary/clean").asInt()).isEqualTo(2);
      assertThat(report.at("/stores/2/databases/0/incomplete").asText()).isEqualTo("interrupted");
      assertThat(check.getErrorStream().readAllBytes()).isEmpty();
    } finally {
      check.destroyForcibly();
    }

    Files.delete(slow);
    assertThat(Program.run(dir, "check", ".", "--resume", resume).out())
        .contains("2 databases: 2 clean; 2 of them finished earlier; ");
  }

  /** Waits until so many lines are in a file. */
  private static void await(Process process, Path file, int lines) throws Exception {
    while (lines(file) < lines) {
      assertThat(process.isAlive()).as("the check goes on").isTrue();
      Thread.sleep(20);
    }
    // And the next database has begun.
    Thread.sleep(300);
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  /** A store whose check takes minutes: every row has a constraint that takes long to evaluate. */
  private static Path slow(Path path) throws Exception {
    return Stores.of(
        path,
        Damage.database(
                "CREATE TABLE t(a, CHECK(length(hex(zeroblob(20000000 + a))) > 0))",
                "PRAGMA ignore_check_constraints=ON",
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
                INSERT INTO t SELECT i FROM n\
                """)
            .store());
  }
}
