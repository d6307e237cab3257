package dev.kvsql.chunk.mapdb;

import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreException.LogRefused.Usable;
import dev.kvsql.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redo logs that are damaged in the middle: what may be kept of them, and when nothing may. */
final class LogCutTest {
  private static final Path SIMULATED = Path.of("/simulated/a.kv");
  private static final Entry FIRST = entry("08", "01");
  private static final Entry SECOND = entry("0801", "02");
  private static final Entry THIRD = entry("0802", "03");

  @TempDir Path dir;
  private Path path = Path.of("");

  @BeforeEach
  void resolve() throws Exception {
    path = dir.toRealPath().resolve("a.kv");
  }

  /** A disk on which a store was killed before its log was removed; operations so far. */
  private static SimulatedDisk killed(long failing) {
    SimulatedDisk disk = new SimulatedDisk();
    Medium medium = new Medium(disk, 64L << 20);
    try (MapDbStore store = MapDbStore.create(medium, SIMULATED)) {
      store.createDatabase("main");
    }
    disk.failAtOperation(failing, "killed");
    try (MapDbStore store = MapDbStore.open(medium, SIMULATED, Access.WRITE, Duration.ZERO)) {
      for (Entry entry : List.of(FIRST, SECOND, THIRD)) {
        StoreContents.fill(store.database("main"), List.of(entry));
      }
    } catch (StoreException.Failed e) {
      assertThat(e).hasMessageContaining("killed");
    }
    return disk;
  }

  private static SimulatedDisk killedAt(String operation) {
    SimulatedDisk whole = killed(Long.MAX_VALUE);
    int created = killedAfterCreation();
    List<String> operations = whole.operations();
    int index = operations.subList(created, operations.size()).indexOf(operation);
    assertThat(index).as("%s in %s", operation, operations).isNotNegative();
    return killed(index + 1L);
  }

  private static int killedAfterCreation() {
    SimulatedDisk disk = new SimulatedDisk();
    try (MapDbStore store = MapDbStore.create(new Medium(disk, 64L << 20), SIMULATED)) {
      store.createDatabase("main");
    }
    return disk.operations().size();
  }

  /** Puts the files there, with the second commit damaged. */
  private void writeDamaged(byte[] base, byte[] log) throws IOException {
    byte[] damaged = log.clone();
    damaged[secondFrame(log) + 200] ^= 1;
    new StoreCopy(base, damaged).write(path);
  }

  /** Frames begin with the epoch that the head has at byte 24. */
  private static int secondFrame(byte[] log) {
    for (int at = 8192; at < log.length; at += 4096) {
      if (Arrays.equals(log, at, at + 8, log, 24, 32)) {
        return at;
      }
    }
    throw new AssertionError("no second frame");
  }

  @Test
  void theCommitsBeforeTheDamageAreKept() throws Exception {
    StoreCopy open;
    Path origin = dir.resolve("origin.kv");
    MapDbStore.create(origin).close();
    try (MapDbStore store = MapDbStore.open(origin, Access.WRITE)) {
      store.createDatabase("main");
      for (Entry entry : List.of(FIRST, SECOND, THIRD)) {
        StoreContents.fill(store.database("main"), List.of(entry));
      }
      open = StoreCopy.of(origin);
    }
    writeDamaged(open.base(), open.log());
    assertThatThrownBy(() -> MapDbStore.open(path, Access.READ))
        .isInstanceOfSatisfying(
            StoreException.LogRefused.class,
            e -> assertThat(e.usable()).isEqualTo(Usable.COMMITS_BEFORE_DAMAGE));
    LogCut cut = LogCut.carryOut(path, Duration.ZERO);
    assertThat(cut.commits()).isEqualTo(1);
    assertThat(cut.kept()).isEqualTo(dir.toRealPath().resolve("a.kv.redo.damaged"));
    assertThat(StoreCopy.contents(path, Access.WRITE)).isEmpty();
  }

  /**
   * The store file has later pages already: with the first commit over them it would be neither.
   */
  @Test
  void nothingIsKeptOnceACheckpointOfLaterCommitsHasBegun() throws Exception {
    SimulatedDisk disk = killedAt("delete a.kv.redo");
    writeDamaged(disk.bytes(SIMULATED), disk.bytes(StoreFiles.logPath(SIMULATED)));
    assertThatThrownBy(() -> LogCut.plan(path, Duration.ZERO))
        .isInstanceOfSatisfying(
            StoreException.LogRefused.class, e -> assertThat(e.usable()).isEqualTo(Usable.NOTHING));
  }
}
