package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a store, as text and as JSON. */
final class InspectCommandTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void everyDatabaseAndFileIsShown() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22()
                .file(FileTag.JOURNAL, new byte[5000])
                .put(FileTag.MAIN, 30, new byte[100])
                .delete(FileTag.MAIN, 3, 2)
                .resize(FileTag.MAIN, 9, 1, 96)
                .key("01")
                .key("0801")
                .store());
    Stores.of(store, "second", Damage.empty().store());

    assertThat(Cli.clean("inspect", store).replaceAll("change counter \\d+", "change counter N"))
        .isEqualTo(
            """
            STORE: 2 databases

            main: 27 keys, 1 unknown, 1 of other programs
              file       size  chunks  present  missing  short  orphan  stored bytes
              main     90,112      22       20        2      1       1        78,020
              journal   5,000       2        2        0      0       0         5,000
              SQLite: 22 pages of 4,096 bytes, UTF-8, rollback journal, change counter N, \
            0 free pages, user_version 0
              pages: 19 table leaf, 1 table interior, 2 other
              the walk met damage in 2 places: pages behind it are counted as other
              bytes: 82,920 live, 0 free, 100 past the end of a file

            second: 0 keys, 0 unknown, 0 of other programs
              no file
              bytes: 0 live, 0 free, 0 past the end of a file
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void jsonIsOneDocumentWithEmptyArraysForNothing() throws Exception {
    Path store = Stores.of(dir.resolve("app.kv"), Damage.empty().store());

    String out = Cli.clean("inspect", store, "--json");

    assertThat(out).hasLineCount(1);
    assertThat(new ObjectMapper().readTree(out).at("/databases/0/files")).isEmpty();
    assertThat(new ObjectMapper().readTree(out).get("format").asText())
        .isEqualTo("kvsql/inspect/1");
  }

  @Test
  void oneDatabaseIsShownByItsName() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    Cli.clean("create", store, "--db", "second");

    assertThat(Cli.clean("inspect", store, "--db", "second"))
        .contains("second: 1 key,")
        .doesNotContain("main: 3 keys");
  }

  @Test
  void whatADatabaseIsCalledReachesNoTerminalAsItIs() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    Stores.of(store, "\u202eevil", Damage.empty().store());

    assertThat(Cli.clean("inspect", store)).contains("evil").doesNotContain("\u202e");
  }
}
