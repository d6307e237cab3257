package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The salvage of a damaged database, from the command line. */
final class DatabaseRescueTest {
  @TempDir private Path dir = Path.of("");

  /** Chunk 8 is the leaf of row 7. */
  private Path damaged() throws Exception {
    return Stores.of(dir.resolve("app.kv"), Damage.pages22().delete(FileTag.MAIN, 8, 1).store());
  }

  @Test
  void whatCanBeReadGoesIntoANewDatabaseAndTheOldOneStays() throws Exception {
    Path store = damaged();
    String before = Stores.dump(store);

    Cli repair = Cli.run("repair", store, "--apply", "--allow", "SQLITE-INTEGRITY");

    assertThat(repair.err()).isEmpty();
    assertThat(repair.out())
        .contains(
            """
            salvage what can be read of main into main-salvaged:
              table t: 19 rows
                unreadable in t: page 9
            salvaged into main-salvaged; main is as it was
            next: kvsql export STORE salvaged.db --db main-salvaged
            """
                .replace("STORE", store.toString()));
    assertThat(Stores.dump(store, "main")).isEqualTo(before);
    assertThat(Cli.run("check", store, "--db", "main-salvaged").exit()).isZero();
    assertThat(
            Cli.clean(
                "sql", store, "--db", "main-salvaged", "--mode", "csv", "SELECT count(*) FROM t"))
        .contains("19");
  }

  @Test
  void aNameThatIsTakenIsNotUsedAgain() throws Exception {
    Path store = damaged();
    String[] args = {
      "repair", store.toString(), "--db", "main", "--apply", "--allow", "sqlite-integrity"
    };

    Cli.run((Object[]) args);
    Cli second = Cli.run((Object[]) args);

    assertThat(second.out()).contains("salvaged into main-salvaged-2;");
    assertThat(Cli.run("check", store, "--db", "main-salvaged").exit()).isZero();
  }

  @Test
  void withoutApplyingNothingIsSalvaged() throws Exception {
    Path store = damaged();
    Snapshot before = Snapshot.of(dir);

    assertThat(Cli.run("repair", store, "--allow", "SQLITE-INTEGRITY").exit()).isEqualTo(3);

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aSoundDatabaseIsNotSalvaged() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));

    assertThat(Cli.clean("repair", store, "--apply", "--allow", "SQLITE-INTEGRITY"))
        .isEqualTo(store + " main: clean, nothing to repair\n");
  }

  @Test
  void bytesThatAreNoDatabaseAreSaidToBeNone() throws Exception {
    Path store = Stores.of(dir.resolve("app.kv"), Damage.ofFile(new byte[8192]).store());

    assertThat(Cli.run("repair", store, "--apply", "--allow", "SQLITE-INTEGRITY").out())
        .contains("nothing of main can be read as pages of a database");
  }
}
