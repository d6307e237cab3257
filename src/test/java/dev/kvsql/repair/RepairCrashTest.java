package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.disk.SimulatedDisk;
import dev.kvsql.repair.SimulatedRepair.Contents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that repairs, or takes a repair back, ends at every operation that changes anything on
 * its disk, by a kill or with the power: the store is as before or as after, never between, and
 * whenever it is as after, the undo record is whole.
 */
final class RepairCrashTest {
  private static final int POWER_CUTS = 4;
  private static final long SMALL_LOG = 40_000;
  private static final long LARGE_LOG = 1 << 20;

  @TempDir private Path dir = Path.of("");

  /** What is to be repaired. */
  enum What {
    LEFTOVERS {
      @Override
      Damage damaged() throws SQLException {
        return Damage.pages86Of1024()
            .resize(FileTag.MAIN, 21, 1, 4096)
            .put(FileTag.MAIN, 30, new byte[4096])
            .put(FileTag.MAIN, 31, new byte[7])
            .file(FileTag.SHM, new byte[9000])
            .key("0105", (byte) 1);
      }
    },
    HOT_JOURNAL {
      @Override
      Damage damaged() throws SQLException {
        return Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 9");
      }
    },
    SHORT_META {
      @Override
      Damage damaged() throws SQLException {
        return Damage.pages22().size(FileTag.MAIN, 9 * 4096);
      }
    };

    abstract Damage damaged() throws SQLException;
  }

  @ParameterizedTest
  @CsvSource({
    "LEFTOVERS, NONE, " + LARGE_LOG,
    "LEFTOVERS, CRC32C, " + SMALL_LOG,
    "HOT_JOURNAL, NONE, " + SMALL_LOG,
    "HOT_JOURNAL, CRC32C, " + LARGE_LOG,
    "SHORT_META, CRC32C, " + LARGE_LOG
  })
  void aRepairIsDoneOrNotAndCanBeTakenBackIfItIs(What what, Checksums checksums, long logBytes)
      throws Exception {
    SimulatedRepair sound = SimulatedRepair.of(what.damaged().store(), checksums, logBytes);
    Contents before = sound.contents(Access.READ);
    Contents after = repaired(sound).contents(Access.READ);
    assertThat(after).isNotEqualTo(before);
    int deaths = 0;
    SimulatedRepair dying;
    do {
      deaths++;
      dying = sound.on(sound.disk().afterKill());
      dying.disk().cutPowerAtChange(deaths);
      boolean acknowledged = isAcknowledged(dying);
      String death = "death at change " + deaths;
      assertDoneOrNot(death, dying.on(dying.disk().afterKill()), acknowledged, before, after);
      for (int cut = 0; cut < POWER_CUTS; cut++) {
        SimulatedDisk disk = dying.disk().afterPowerCut(new Random(deaths * 100L + cut));
        assertDoneOrNot(death + ", power cut " + cut, dying.on(disk), acknowledged, before, after);
      }
    } while (dying.disk().isOff());
    // Record, log, its commit and the end of the session are several each.
    assertThat(deaths).isGreaterThan(10);
  }

  /** Also when it lies on another disk than the store. */
  @Test
  void fromTheMomentThatTheStoreChangesTheRecordSurvivesAPowerCut() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    Path undo = Path.of("/elsewhere/undo");
    Damage damaged = What.LEFTOVERS.damaged();
    List<UndoRecord.Fit> fits = new ArrayList<>();
    ChunkStore watched =
        new TracingChunkStore(
            damaged.store(),
            batch -> {
              for (int cut = 0; cut < 40; cut++) {
                byte[] left = disk.afterPowerCut(new Random(cut)).bytes(undo);
                fits.add(fit(left, damaged.store()));
              }
            });
    DatabaseReport report = damaged.check();

    new Repair("app.kv", "main", watched, Optional.empty())
        .apply(RepairPlan.of(report), report, disk, undo);

    assertThat(fits).hasSize(40).containsOnly(new UndoRecord.TakenBack());
  }

  private UndoRecord.Fit fit(byte[] record, ChunkStore chunks) {
    try (UndoRecord open = UndoRecord.open(Files.write(dir.resolve("undo"), record))) {
      return open.fit(chunks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SimulatedRepair repaired(SimulatedRepair sound) throws IOException {
    SimulatedRepair copy = sound.on(sound.disk().afterKill());
    assertThat(copy.repair()).isInstanceOf(Repair.Done.class);
    return copy;
  }

  private static boolean isAcknowledged(SimulatedRepair dying) {
    try {
      return dying.repair() instanceof Repair.Done;
    } catch (StoreException | IOException e) {
      assertThat(dying.disk().isOff()).as("only for want of power: %s", e).isTrue();
      return false;
    }
  }

  private void assertDoneOrNot(
      String death, SimulatedRepair left, boolean acknowledged, Contents before, Contents after)
      throws IOException {
    Contents found = left.contents(Access.READ);
    assertThat(left.on(left.disk().afterKill()).contents(Access.WRITE)).as(death).isEqualTo(found);
    if (acknowledged || !found.equals(before)) {
      assertThat(found.equals(after))
          .as("%s: as after, acknowledged %s", death, acknowledged)
          .isTrue();
      try (UndoRecord record = left.record(dir.resolve("undo"))) {
        assertThat(left.fit(record)).as(death).isEqualTo(new UndoRecord.Undoable());
        left.undo(record);
        assertThat(left.contents(Access.READ)).as("%s: undone", death).isEqualTo(before);
      }
    } else if (left.hasRecord()) {
      assertDoesNoHarm(death, left);
    }
  }

  /** A record of a repair that was not done is refused, whole or not. */
  private void assertDoesNoHarm(String death, SimulatedRepair left) throws IOException {
    try (UndoRecord record = left.record(dir.resolve("undo"))) {
      assertThat(left.fit(record)).as(death).isEqualTo(new UndoRecord.TakenBack());
    } catch (UndoRecord.BrokenRecordException e) {
      assertThat(e).as(death).hasMessageMatching("(empty|not).*undo record.*");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LEFTOVERS, NONE, " + SMALL_LOG,
    "LEFTOVERS, CRC32C, " + LARGE_LOG,
    "HOT_JOURNAL, CRC32C, " + SMALL_LOG
  })
  void anUndoIsDoneOrNot(What what, Checksums checksums, long logBytes) throws Exception {
    SimulatedRepair damaged = SimulatedRepair.of(what.damaged().store(), checksums, logBytes);
    Contents before = damaged.contents(Access.READ);
    SimulatedRepair sound = repaired(damaged);
    Contents after = sound.contents(Access.READ);
    int deaths = 0;
    SimulatedRepair dying;
    do {
      deaths++;
      dying = sound.on(sound.disk().afterKill());
      dying.disk().cutPowerAtChange(deaths);
      try (UndoRecord record = dying.record(dir.resolve("undo"))) {
        boolean acknowledged = isUndone(dying, record);
        String death = "death at change " + deaths;
        assertUndoneOrNot(
            death, dying.on(dying.disk().afterKill()), record, acknowledged, before, after);
        for (int cut = 0; cut < POWER_CUTS; cut++) {
          SimulatedDisk disk = dying.disk().afterPowerCut(new Random(deaths * 100L + cut));
          assertUndoneOrNot(
              death + ", power cut " + cut, dying.on(disk), record, acknowledged, before, after);
        }
      }
    } while (dying.disk().isOff());
    assertThat(deaths).isGreaterThan(5);
  }

  private static boolean isUndone(SimulatedRepair dying, UndoRecord record) {
    try {
      dying.undo(record);
      return true;
    } catch (StoreException | IOException e) {
      assertThat(dying.disk().isOff()).as("only for want of power: %s", e).isTrue();
      return false;
    }
  }

  private static void assertUndoneOrNot(
      String death,
      SimulatedRepair left,
      UndoRecord record,
      boolean acknowledged,
      Contents before,
      Contents after)
      throws IOException {
    Contents found = left.contents(Access.READ);
    if (acknowledged || !found.equals(after)) {
      assertThat(found.equals(before))
          .as("%s: undone, acknowledged %s", death, acknowledged)
          .isTrue();
      assertThat(left.fit(record)).as(death).isEqualTo(new UndoRecord.TakenBack());
    } else {
      assertThat(left.fit(record)).as(death).isEqualTo(new UndoRecord.Undoable());
      left.undo(record);
      assertThat(left.contents(Access.READ)).as("%s: undone again", death).isEqualTo(before);
    }
  }
}
