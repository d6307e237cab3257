package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs, from the command line. */
final class RepairCommandTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void eachPlanNamesItsOwnDatabase() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            "a",
            Damage.pages22().put(FileTag.MAIN, 30, new byte[9]).store());
    Stores.of(store, "b", Damage.pages22().put(FileTag.MAIN, 30, new byte[9]).store());

    String todo = "nothing was changed; to do this: kvsql repair " + store;
    assertThat(Cli.run("repair", store).out().lines().filter(line -> line.startsWith("nothing")))
        .containsExactly(todo + " --db a --apply", todo + " --db b --apply");
  }

  @Test
  void withoutApplyingItThePlanIsPrinted() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.crashedCommit(Damage.pages86Of1024(), "UPDATE t SET body = 'y' WHERE id < 4")
                .resize(FileTag.MAIN, 21, 1, 4096)
                .put(FileTag.MAIN, 22, new byte[9])
                .put(FileTag.MAIN, 30, new byte[9])
                .put(FileTag.SHM, 0, new byte[9])
                .size(FileTag.WAL, 0)
                .key("0801")
                .store());
    Snapshot before = Snapshot.of(dir);

    Cli repair = Cli.run("repair", store);

    assertThat(repair)
        .isEqualTo(
            new Cli(
                3,
                """
                STORE main: 6 actions
                  let SQLite roll the hot journal back and delete it
                  shorten main chunk 21 from 4,096 to 2,048 bytes
                  delete main chunk 22 past its end, 9 bytes
                  delete main chunk 30 past its end, 9 bytes
                  delete the shm file
                  delete the wal file
                  left: KEY-UNKNOWN at database, nobody knows whose keys these are; they do no harm to this database
                  tried on a copy: 1 warn
                nothing was changed; to do this: kvsql repair STORE --apply
                """
                    .replace("STORE", store.toString()),
                ""));
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void whatIsAppliedIsThePlanThatIsPrinted() throws Exception {
    Path store = orphans();
    String plan = Cli.run("repair", store).out().replaceFirst("nothing was changed.*\n", "");

    Cli repair = Cli.run("repair", store, "--apply");

    assertThat(repair.out()).startsWith(plan);
    assertThat(repair.exit()).isZero();
    assertThat(undoFiles()).hasSize(1);
    assertThat(repair.out())
        .contains("undo with: kvsql undo " + store + " " + undoFiles().getFirst());
  }

  @Test
  void aSoundStoreIsNotTouched() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    Snapshot before = Snapshot.of(dir);

    assertThat(Cli.clean("repair", store, "--apply", "--yes", "--exit-repaired"))
        .isEqualTo(store + " main: clean, nothing to repair\n");

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void thatSomethingWasRepairedCanBeTheExitCode() throws Exception {
    assertThat(Cli.run("repair", orphans(), "--apply", "--exit-repaired").exit()).isEqualTo(4);
  }

  @Test
  void whatIsLeftCountsMoreThanWhatWasRepaired() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22().put(FileTag.MAIN, 40, new byte[9]).key("0801").store());

    Cli repair = Cli.run("repair", store, "--apply", "--exit-repaired");

    assertThat(repair.exit()).isEqualTo(3);
    assertThat(repair.out()).contains("changed 1 key;").contains("warn KEY-UNKNOWN");
  }

  @Test
  void everyDatabaseOfAStoreIsRepairedWithARecordOfItsOwn() throws Exception {
    Path store = orphans();
    Stores.of(store, "b/c", Damage.pages22().put(FileTag.MAIN, 50, new byte[1]).store());
    Stores.of(store, "sound", Damage.pages22().store());
    String main = Stores.dump(store, "main");
    String other = Stores.dump(store, "b/c");

    assertThat(Cli.run("repair", store, "--apply").exit()).isZero();

    assertThat(Cli.run("check", store).exit()).isZero();
    assertThat(undoFiles()).hasSize(2);
    for (Path undo : undoFiles()) {
      Cli.clean("undo", store, undo);
    }
    assertThat(Stores.dump(store, "main")).isEqualTo(main);
    assertThat(Stores.dump(store, "b/c")).isEqualTo(other);
  }

  @Test
  void oneDatabaseOfSeveralIsRepairedByItsName() throws Exception {
    Path store = orphans();
    Stores.of(store, "b", Damage.pages22().put(FileTag.MAIN, 50, new byte[1]).store());
    String main = Stores.dump(store, "main");
    Path undo = dir.resolve("undo");

    assertThat(Cli.run("repair", store, "--apply", "--undo-file", undo).exit()).isEqualTo(2);
    assertThat(undo).doesNotExist();
    assertThat(Cli.run("repair", store, "--apply", "--undo-file", undo, "--db", "b").exit())
        .isZero();

    assertThat(undo).isRegularFile();
    assertThat(Stores.dump(store, "main")).isEqualTo(main);
    assertThat(Cli.run("check", store).exit()).isEqualTo(3);
    assertThat(Cli.run("check", store, "--db", "b").exit()).isZero();
  }

  @Test
  void anUndoFileThatExistsStopsTheRepair() throws Exception {
    Path store = orphans();
    Path taken = Files.writeString(dir.resolve("taken"), "precious");
    String before = Stores.dump(store);

    Cli run = Cli.run("repair", store, "--apply", "--undo-file", taken);

    assertThat(run.exit()).isIn(1, 2);
    assertThat(run.err()).hasLineCount(1).contains(taken.toString());
    assertThat(Stores.dump(store)).isEqualTo(before);
    assertThat(taken).hasContent("precious");
  }

  @Test
  void aRecordIsForItsOwnerOnly() throws Exception {
    assertThat(Cli.run("repair", orphans(), "--apply").exit()).isZero();

    assertThat(Files.getPosixFilePermissions(undoFiles().getFirst()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private Path orphans() throws Exception {
    return Stores.orphans(dir.resolve("app.kv"));
  }

  private List<Path> undoFiles() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(file -> file.toString().contains(".undo-")).sorted().toList();
    }
  }
}
