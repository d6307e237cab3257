package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncates that are to be carried out, and are not: nothing changes. */
final class TruncateRefusedTest {
  private static final String REFUSED =
      "kvsql truncate: --apply needs --yes where nobody can be asked; nothing was changed";

  @TempDir private Path dir = Path.of("");
  @TempDir private Path elsewhere = Path.of("");

  private Path store() {
    return Stores.of(
        dir.resolve("app.kv"),
        Damage.ofFile(new byte[3 * 4096]).file(FileTag.JOURNAL, new byte[100]).store());
  }

  @Test
  void nobodyToAskAndNoYesIsRefused() throws Exception {
    Path store = store();
    Snapshot before = Snapshot.of(dir);

    Cli.run("truncate", store, "--size", "4196", "--apply").assertRefused(2, REFUSED);
    Cli.run("truncate", store, "--size", "4196", "--apply", "--json").assertRefused(2, REFUSED);
    Cli.run("truncate", store, "--size", "12288", "--apply").assertRefused(2, REFUSED);
    onATerminal("y\n", "truncate", store, "--size", "4196", "--apply", "--no-input")
        .assertRefused(2, REFUSED);

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void onATerminalItAsks() throws Exception {
    Path store = store();
    Snapshot before = Snapshot.of(dir);
    String question = "Truncate main from 12,288 to 4,196 bytes? [y/N] ";

    Cli no = onATerminal("n\n", "truncate", store, "--size", "4196", "--apply");

    assertThat(no.exit()).isZero();
    assertThat(no.err())
        .isEqualToNormalizingNewlines(question + "kvsql truncate: nothing was changed\n");
    assertThat(no.out()).contains("simulated first").doesNotContain("changed ");
    assertThat(Snapshot.of(dir)).isEqualTo(before);

    Cli yes = onATerminal("y\n", "truncate", store, "--size", "4196", "--apply");

    assertThat(yes.exit()).isZero();
    assertThat(yes.err()).isEqualTo(question);
    assertThat(yes.out()).contains("changed 3 keys; undo with: ");
  }

  /** As if somebody typed this. */
  private static Cli onATerminal(String typed, Object... args) {
    System.setProperty("kvsql.terminal.stdin", "true");
    try {
      return Cli.runWithInput(typed, args);
    } finally {
      System.clearProperty("kvsql.terminal.stdin");
    }
  }

  @Test
  void aFileOfThatSizeIsNotTouched() throws Exception {
    Path store = store();
    // What a writer leaves that was killed: any open for writing would tidy it up.
    Path killed = elsewhere.resolve("app.kv");
    try (Store open = MapDbStore.open(store, Access.WRITE)) {
      WriteBatch batch = WriteBatch.builder().put(new byte[] {1}, new byte[10]).build();
      open.database("main").apply(batch, Durability.FORCED);
      Files.copy(store, killed);
      Files.copy(dir.resolve("app.kv.redo"), elsewhere.resolve("app.kv.redo"));
    }
    Snapshot before = Snapshot.of(elsewhere);

    assertThat(Cli.clean("truncate", killed, "--size", "3c", "--apply", "--yes"))
        .startsWith(killed + " main: truncate from 12,288 to 12,288 bytes; simulated first\n")
        .endsWith("main has 12,288 bytes already; nothing was changed\n");
    JsonNode json =
        new ObjectMapper()
            .readTree(Cli.clean("truncate", killed, "--size", "3c", "--apply", "--yes", "--json"));

    assertThat(json.get("applied")).hasToString("{\"keys\":0}");
    assertThat(Snapshot.of(elsewhere)).isEqualTo(before);
  }

  @Test
  void whatAFileOfThatSizeHasPastItsEndStaysAndIsTold() throws Exception {
    Path store = Stores.orphans(dir.resolve("app.kv"));
    Snapshot before = Snapshot.of(dir);

    Cli same = Cli.run("truncate", store, "--size", "22c", "--apply", "--yes");

    assertThat(same.exit()).as("it is left over").isEqualTo(3);
    assertThat(same.err())
        .isEqualToNormalizingNewlines(
            "kvsql truncate: warning: the store has something past the end of main, which stays:"
                + " only a file that shrinks loses it; to delete it: kvsql repair "
                + store
                + " --apply\n");
    assertThat(same.out()).endsWith("main has 90,112 bytes already; nothing was changed\n");
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aRecordThatCannotBeWrittenStopsIt() throws Exception {
    Path store = store();
    Path taken = Files.writeString(elsewhere.resolve("taken"), "precious");
    Path nowhere = elsewhere.resolve("no/such/dir");
    Snapshot before = Snapshot.of(dir);

    for (Path undo : List.of(taken, store, nowhere)) {
      Cli run = Cli.run("truncate", store, "--size", "0", "--apply", "--yes", "--undo-file", undo);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .isEqualToNormalizingNewlines(
              "kvsql truncate: "
                  + undo
                  + (undo.equals(nowhere)
                      ? ": no such file or directory\n"
                      : ": exists already; nothing was changed\n"));
      assertThat(Snapshot.of(dir)).isEqualTo(before);
    }
    assertThat(taken).hasContent("precious");
  }

  @Test
  void aFileThatIsNotThereIsRefused() throws Exception {
    Path store = store();
    Snapshot before = Snapshot.of(dir);

    Cli.run("truncate", store, "--file", "wal", "--size", "0", "--apply", "--yes")
        .assertRefused(10, "kvsql truncate: " + store + ": database main has no wal file");

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }
}
