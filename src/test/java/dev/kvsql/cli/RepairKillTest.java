package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program itself, killed as it repairs a store and as it takes the repair back, mostly towards
 * its end. Whatever it was doing, the store is as before or as after; {@code RepairCrashTest} has
 * every step of that.
 */
final class RepairKillTest {
  private static final int KILLS = 5;
  private static final int ORPHANS = 1500;

  @TempDir private Path dir = Path.of("");
  private Path damaged = Path.of("");
  private Path repaired = Path.of("");
  private Path store = Path.of("");
  private Path undo = Path.of("");

  /** A store that takes a while to repair, before and after. */
  @BeforeEach
  void makeStores() throws Exception {
    damaged = Stores.of(dir.resolve("damaged.kv"), orphans().store());
    repaired = Files.copy(damaged, dir.resolve("repaired.kv"));
    undo = dir.resolve("whole.undo");
    Cli.clean("repair", repaired, "--apply", "--yes", "--undo-file", undo);
    store = dir.resolve("app.kv");
  }

  private static Damage orphans() throws SQLException {
    Damage database = Damage.pages22();
    for (int chunk = 30; chunk < 30 + ORPHANS; chunk++) {
      database.put(FileTag.MAIN, chunk, new byte[4096]);
    }
    return database;
  }

  @Test
  void aRepairThatIsKilledIsDoneOrNot() throws Exception {
    long nanos = run(damaged, "repair", store, "--apply", "--yes", "--undo-file", record(0));
    assertThat(isAs(damaged)).isFalse();
    Random random = new Random(Long.getLong("kvsql.seed", System.nanoTime()));
    for (int kill = 1; kill <= KILLS; kill++) {
      long after = moment(nanos, kill, random);
      killed(damaged, after, "repair", store, "--apply", "--yes", "--undo-file", record(kill));
      String what = "killed " + after + " ns after its start";
      if (isAs(damaged)) {
        assertRefused(what, record(kill));
      } else {
        assertThat(isAs(repaired)).as(what).isTrue();
        Cli.clean("undo", store, record(kill));
        assertThat(isAs(damaged)).as("%s, undone", what).isTrue();
      }
    }
  }

  /** In the second half of the run, and the closer to its end the more often: there it writes. */
  private static long moment(long nanos, int kill, Random random) {
    double fromEnd = (kill - random.nextDouble()) / KILLS;
    return (long) (nanos * (1 - fromEnd * fromEnd / 2));
  }

  private Path record(int kill) {
    return dir.resolve("undo" + kill);
  }

  /** A record of a repair that was not done: absent, not whole, or of no use to this store. */
  private void assertRefused(String what, Path record) throws IOException {
    if (Files.exists(record)) {
      Cli run = Cli.run("undo", store, record);
      assertThat(run.exit()).as(what).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).as(what).endsWith("nothing was changed" + System.lineSeparator());
      assertThat(isAs(damaged)).as(what).isTrue();
    }
  }

  @Test
  void anUndoThatIsKilledIsDoneOrNot() throws Exception {
    long nanos = run(repaired, "undo", store, undo);
    assertThat(isAs(damaged)).isTrue();
    Random random = new Random(Long.getLong("kvsql.seed", System.nanoTime()));
    for (int kill = 1; kill <= KILLS; kill++) {
      long after = moment(nanos, kill, random);
      killed(repaired, after, "undo", store, undo);
      if (isAs(repaired)) {
        Cli.clean("undo", store, undo);
      }
      assertThat(isAs(damaged)).as("killed %d ns after its start", after).isTrue();
    }
  }

  /** Runs the program on a copy to its end; gives the time that this takes in nanoseconds. */
  private long run(Path from, Object... words) throws IOException {
    try (ChildJvm child = start(from, words)) {
      long start = System.nanoTime();
      child.rest();
      return System.nanoTime() - start;
    }
  }

  private void killed(Path from, long nanos, Object... words) throws Exception {
    try (ChildJvm child = start(from, words)) {
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
      child.kill();
    }
  }

  private ChildJvm start(Path from, Object... words) throws IOException {
    Files.deleteIfExists(dir.resolve("app.kv.redo"));
    Files.copy(from, store, StandardCopyOption.REPLACE_EXISTING);
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    return ChildJvm.start(Main.class, arguments);
  }

  private boolean isAs(Path other) throws IOException {
    return Stores.dump(store).equals(Stores.dump(other));
  }
}
