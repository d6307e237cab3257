package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.RandomBatches;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreModel;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each operation on the files of a store fails once, in a session with commits, checkpoints and a
 * clean end. Nothing that was acknowledged is lost, neither to the process, nor to the next one,
 * nor to a power cut; what was not acknowledged is not there.
 */
final class FailingOperationTest {
  private static final Path PATH = Path.of("/simulated/a.kv");
  private static final int COMMITS = 16;
  private static final String NO_SPACE = "No space left on device";
  private static final String IO_ERROR = "Input/output error";

  private static final String REFUSED = "a write could not be made durable before (";

  /** What a process does after a commit that failed. */
  enum Then {
    GO_ON,
    CLOSE
  }

  /** What became of a session. */
  private static final class Session {
    final SimulatedDisk disk = new SimulatedDisk();
    final Medium medium = new Medium(disk, 150_000);
    final StoreModel acknowledged = new StoreModel();

    /** What a power cut may show: the states from the last durable one on. */
    final List<List<Entry>> possible = new ArrayList<>();
  }

  @ParameterizedTest
  @CsvSource({NO_SPACE + ",GO_ON", NO_SPACE + ",CLOSE", IO_ERROR + ",GO_ON"})
  void whateverFailsOnceNothingIsLost(String message, Then then) {
    int operations = session(Integer.MAX_VALUE, message, then).disk.operations().size();
    assertThat(operations).isGreaterThan(150);
    for (int nth = 1; nth <= operations; nth++) {
      Session session = session(nth, message, then);
      String what = "operation " + nth + " failed: " + session.disk.failedOperation();
      assertThat(contents(session.disk.afterKill(), Access.READ))
          .as(what)
          .isEqualTo(session.acknowledged.contents());
      assertThat(contents(session.disk.afterKill(), Access.WRITE))
          .as(what)
          .isEqualTo(session.acknowledged.contents());
      for (int cut = 0; cut < 3; cut++) {
        SimulatedDisk after = session.disk.afterPowerCut(new Random(nth * 10L + cut));
        assertThat(session.possible)
            .as("%s, power cut %d", what, cut)
            .contains(contents(after, Access.WRITE));
      }
      assertGoesOn(session, what);
    }
  }

  /** A force that failed may have forgotten what the process still sees, for the next one too. */
  private static void assertGoesOn(Session session, String what) {
    WriteBatch batch = new RandomBatches(4).next();
    try (MapDbStore store = MapDbStore.open(session.medium, PATH, Access.WRITE, Duration.ZERO)) {
      store.database("main").apply(batch, Durability.FORCED);
      session.acknowledged.apply(batch);
      for (int cut = 0; cut < 3; cut++) {
        assertThat(contents(session.disk.afterPowerCut(new Random(cut)), Access.READ))
            .as("%s, opened again, power cut %d", what, cut)
            .isEqualTo(session.acknowledged.contents());
      }
    }
  }

  private static Session session(int failing, String message, Then then) {
    Session session = new Session();
    try (MapDbStore store = MapDbStore.create(session.medium, PATH)) {
      store.createDatabase("main");
    }
    session.possible.add(List.of());
    session.disk.failAtOperation(failing, message);
    try (MapDbStore store = MapDbStore.open(session.medium, PATH, Access.WRITE, Duration.ZERO)) {
      commits(session, store.database("main"), then);
    } catch (StoreException.Failed e) {
      assertThat(e)
          .as("opening or closing")
          .hasStackTraceContaining(message)
          .hasMessageStartingWith(PATH + ": ");
    }
    session.disk.failAtOperation(Long.MAX_VALUE, "");
    return session;
  }

  private static void commits(Session session, ChunkStore database, Then then) {
    RandomBatches batches = new RandomBatches(3);
    int failures = 0;
    for (int i = 0; i < COMMITS; i++) {
      // One of them makes the store file grow.
      WriteBatch batch = i == COMMITS / 4 ? batches.nextLarge() : batches.next();
      Durability durability = i % 3 == 0 ? Durability.LAZY : Durability.FORCED;
      StoreModel next = session.acknowledged.copy();
      next.apply(batch);
      session.possible.add(next.contents());
      try {
        database.apply(batch, durability);
      } catch (StoreException.Failed e) {
        assertThat(StoreContents.of(database))
            .as("%s: %s", session.disk.failedOperation(), e.getMessage())
            .isEqualTo(session.acknowledged.contents());
        // A log whose creation failed is gone again; the next commit tries anew.
        boolean logged = session.disk.exists(StoreFiles.logPath(PATH));
        boolean force = session.disk.failedOperation().startsWith("force a.kv") && logged;
        // The head of a log that starts over: whether it is there nobody knows.
        boolean head = String.valueOf(e.getMessage()).contains(REFUSED);
        if (force || head) {
          assertRefused(database, batch);
          return;
        }
        if (then == Then.CLOSE) {
          return;
        }
        assertThat(++failures).as(session.disk.failedOperation()).isEqualTo(1);
        continue;
      }
      session.acknowledged.apply(batch);
      if (durability == Durability.FORCED) {
        session.possible.clear();
        session.possible.add(session.acknowledged.contents());
      }
    }
  }

  private static void assertRefused(ChunkStore database, WriteBatch batch) {
    assertThatThrownBy(() -> database.apply(batch, Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessageContaining(REFUSED);
  }

  @Test
  void aCreationThatFailsAnywhereLeavesNothing() {
    SimulatedDisk whole = new SimulatedDisk();
    MapDbStore.create(new Medium(whole, 1 << 20), PATH).close();
    for (int nth = 1; nth <= whole.operations().size(); nth++) {
      SimulatedDisk disk = new SimulatedDisk();
      Medium medium = new Medium(disk, 1 << 20);
      disk.failAtOperation(nth, NO_SPACE);
      try {
        MapDbStore.create(medium, PATH).close();
      } catch (StoreException.Failed e) {
        assertThat(e).hasMessageContaining(NO_SPACE);
      }
      disk.failAtOperation(Long.MAX_VALUE, "");
      if (disk.exists(PATH)) {
        MapDbStore.open(medium, PATH, Access.WRITE, Duration.ZERO).close();
      } else {
        MapDbStore.create(medium, PATH).close();
      }
    }
  }

  @Test
  void aCreationThatLosesPowerLeavesAStoreOrNone() {
    for (int nth = 1; nth < 20; nth++) {
      for (int cut = 0; cut < 20; cut++) {
        SimulatedDisk disk = new SimulatedDisk();
        disk.cutPowerAtChange(nth);
        boolean created = true;
        try {
          MapDbStore.create(new Medium(disk, 1 << 20), PATH).close();
        } catch (StoreException.Failed e) {
          created = false;
        }
        assertIsStoreOrNone(disk.afterPowerCut(new Random(cut)), created, nth, cut);
      }
    }
  }

  private static void assertIsStoreOrNone(SimulatedDisk disk, boolean created, int nth, int cut) {
    String what = "power cut " + cut + " at change " + nth;
    try {
      MapDbStore.open(new Medium(disk, 1 << 20), PATH, Access.WRITE, Duration.ZERO).close();
    } catch (StoreException.Missing e) {
      assertThat(created).as("%s: %s", what, e.getMessage()).isFalse();
    } catch (StoreException e) {
      throw new AssertionError(what, e);
    }
  }

  private static List<Entry> contents(SimulatedDisk disk, Access access) {
    try (MapDbStore store =
        MapDbStore.open(new Medium(disk, 150_000), PATH, access, Duration.ZERO)) {
      return StoreContents.of(store.database("main"));
    }
  }
}
