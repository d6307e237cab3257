package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncates and their undo by the packaged program, in little memory. */
final class TruncateIT {
  @TempDir private Path results = Path.of("");

  @Test
  void memoryForATruncateDoesNotDependOnWhatIsCutOff() throws Exception {
    Path dir = Files.createDirectory(results.resolve("stores"));
    Path store = Stores.of(dir.resolve("a.kv"), Damage.ofFile(new byte[20_000 * 4096]).store());
    String before = Stores.dump(store);

    Cli truncate =
        small(dir, "truncate", "a.kv", "--size", "1", "--apply", "--yes", "--undo-file", "undo");

    assertThat(truncate.err()).isEmpty();
    assertThat(truncate.out()).contains("changed 20,001 keys; undo with: kvsql undo a.kv undo\n");
    String after = Stores.dump(store);
    assertThat(after).hasLineCount(2);

    small(dir, "undo", "a.kv", "undo")
        .assertRefused(
            1,
            "kvsql undo: not enough memory for the record's "
                + "%,d".formatted(Files.size(dir.resolve("undo")))
                + " bytes, give Java more, such as KVSQL_OPTS=-Xmx8g; nothing was changed");
    assertThat(Stores.dump(store)).isEqualTo(after);

    assertThat(Program.run(dir, "undo", "a.kv", "undo").exit()).isZero();
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  /** Runs it with a heap of 48 MiB. */
  private static Cli small(Path dir, Object... args) throws Exception {
    List<String> command = Program.command(Path.of("env"), "KVSQL_OPTS=-Xmx48m");
    command.addAll(Program.command(Program.path(), args));
    return Program.run(dir, command);
  }
}
