package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maps of a store's files. */
final class InspectMapTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void everyChunkOfEveryFileIsACell() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22()
                .file(FileTag.JOURNAL, new byte[5000])
                .put(FileTag.MAIN, 30, new byte[100])
                .put(FileTag.MAIN, 31, new byte[100])
                .put(FileTag.MAIN, 40, new byte[4])
                .delete(FileTag.MAIN, 3, 2)
                .resize(FileTag.MAIN, 9, 1, 96)
                .store());
    Stores.of(store, "second", Damage.empty().store());
    Stores.of(store, "third", Damage.pages22().withoutMeta(FileTag.MAIN).store());

    assertThat(Cli.clean("inspect", store, "--map"))
        .isEqualTo(
            """
            STORE: 3 databases

            main: main file, 22 chunks, 90,112 bytes
               0  ◆▣■××■■■■‹■■■■■■■■■■■■
              past its end: chunks 30-40
              30  ▲▲ ▲
              × missing                2 chunks   8,192 bytes
              ‹ too short               1 chunk      96 bytes
              ▲ orphan, past the end   3 chunks     204 bytes
              ◆ header and schema       1 chunk   4,096 bytes
              ▣ table, interior         1 chunk   4,096 bytes
              ■ table, leaf           17 chunks  69,632 bytes

            main: journal file, 2 chunks, 5,000 bytes
              0  jj
              j rollback journal  2 chunks  5,000 bytes

            second: no file

            third: main file, size not known, 22 chunks, 90,112 bytes
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void neighboursOfOneColourAreColouredTogether() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.database("CREATE TABLE t(x)", "CREATE INDEX i ON t(x)")
                .put(FileTag.MAIN, 9, new byte[7])
                .store());

    assertThat(Cli.clean("inspect", store, "--map", "--color", "always").replace('\u001b', '^'))
        .isEqualTo(
            """
            ^[1mSTORE^[0m: 1 database

            ^[1mmain^[0m: main file, 3 chunks, 12,288 bytes
              0  ^[1m◆^[0m^[34m■^[0m^[32m●^[0m
              past its end: chunk 9
              9  ^[1;33m▲^[0m
              ^[1;33m▲^[0m orphan, past the end  1 chunk      7 bytes
              ^[1m◆^[0m header and schema     1 chunk  4,096 bytes
              ^[34m■^[0m table, leaf           1 chunk  4,096 bytes
              ^[32m●^[0m index, leaf           1 chunk  4,096 bytes
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void aDatabaseIsShownByItsNameWhichReachesNoTerminalAsItIs() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    Stores.of(store, "\u202eevil", Damage.database("CREATE TABLE t(x)").store());

    assertThat(Cli.clean("inspect", store, "--map", "--db", "\u202eevil"))
        .isEqualTo(
            """
            STORE: 1 database

            \\u202eevil: main file, 2 chunks, 8,192 bytes
              0  ◆■
              ◆ header and schema  1 chunk  4,096 bytes
              ■ table, leaf        1 chunk  4,096 bytes
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void anEmptyStoreHasNoMap() {
    Path store = dir.resolve("app.kv");
    Cli.clean("create", store);

    assertThat(Cli.clean("inspect", store, "--map"))
        .isEqualTo(
            """
            STORE: 1 database

            main: main file, 0 chunks, 0 bytes
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void aMapIsNoJson() {
    Path store = Stores.small(dir.resolve("app.kv"));

    Cli.run("inspect", store, "--map", "--json")
        .assertRefused(
            2, "kvsql inspect: --map and --json do not go together: a map is for the eye");
  }
}
