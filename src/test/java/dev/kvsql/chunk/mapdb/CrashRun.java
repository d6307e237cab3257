package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * A store on a disk that loses power again and again, at random moments of commits, checkpoints,
 * recoveries and closing. After each power cut the store must open, for reading and for writing,
 * with the last commit that was acknowledged as durable, or a later one that was begun.
 */
final class CrashRun {
  private static final Path PATH = Path.of("/simulated/a.kv");

  /** Large batches take their time. */
  private static final int ONE_GROWS_OF = 8;

  private final long seed;
  private final Random random;
  private final RandomBatches batches;
  private final long checkpointBytes;

  /** Whether some batches are so large that the store file grows. */
  private final boolean growing;

  private SimulatedDisk disk = new SimulatedDisk();

  /** The states that the next opening may show, the surest first. */
  private final List<StoreModel> possible = new ArrayList<>();

  private int crashes;

  CrashRun(long seed) {
    this.seed = seed;
    random = new Random(seed);
    batches = new RandomBatches(seed);
    checkpointBytes = 60_000L + random.nextInt(500_000);
    growing = random.nextInt(ONE_GROWS_OF) == 0;
  }

  /** Crashes so often. */
  void crash(int times) {
    create();
    while (crashes < times) {
      session();
      crashes++;
    }
  }

  private void create() {
    try (MapDbStore store = MapDbStore.create(medium(), PATH)) {
      store.createDatabase("main");
    }
    possible.add(new StoreModel());
  }

  private Medium medium() {
    return new Medium(disk, checkpointBytes);
  }

  /** Opens, commits until the power goes, and brings it back. */
  private void session() {
    disk.cutPowerAtChange(1 + random.nextInt(random.nextBoolean() ? 8 : 60));
    try (MapDbStore store = MapDbStore.open(medium(), PATH, Access.WRITE, Duration.ZERO)) {
      commitUntilPowerCut(store.database("main"));
    } catch (StoreException.Failed e) {
      assertThat(disk.isOff()).as("%s: %s", this, e).isTrue();
    }
    if (!disk.isOff()) {
      surest(possible.getLast());
    }
    disk = disk.afterPowerCut(random);
    verify();
  }

  private void commitUntilPowerCut(ChunkStore database) {
    StoreModel model = possible.getLast().copy();
    int commits = random.nextInt(30);
    for (int i = 0; i < commits && !disk.isOff(); i++) {
      boolean large = growing && random.nextInt(3) == 0;
      WriteBatch batch = large ? batches.nextLarge() : batches.next();
      Durability durability = random.nextInt(3) == 0 ? Durability.LAZY : Durability.FORCED;
      model.apply(batch);
      possible.add(model.copy());
      database.apply(batch, durability);
      if (durability == Durability.FORCED) {
        surest(possible.getLast());
      }
    }
  }

  /** Nothing before this state may be seen any more. */
  private void surest(StoreModel state) {
    possible.clear();
    possible.add(state);
  }

  private void verify() {
    List<Entry> read = contents(Access.READ);
    List<Entry> written = contents(Access.WRITE);
    assertThat(written).as("%s: for writing, as it was for reading", this).isEqualTo(read);
    for (StoreModel state : possible) {
      if (state.contents().equals(read)) {
        surest(state);
        return;
      }
    }
    assertThat(read)
        .as("%s: none of %d states, of which this is the surest", this, possible.size())
        .isEqualTo(possible.getFirst().contents());
  }

  /** For writing it is opened and left as a killed process would, so that the log stays. */
  private List<Entry> contents(Access access) {
    SimulatedDisk used = access == Access.READ ? disk : disk.afterPowerCut(new Random(0));
    int changes = used.changes();
    try (MapDbStore store =
        MapDbStore.open(new Medium(used, checkpointBytes), PATH, access, Duration.ZERO)) {
      List<Entry> found = StoreContents.of(store.database("main"));
      if (access == Access.READ) {
        assertThat(used.changes()).as("%s: reading changes nothing", this).isEqualTo(changes);
      }
      return found;
    } catch (StoreException e) {
      throw new AssertionError(this + ": cannot be opened: " + access, e);
    }
  }

  @Override
  public String toString() {
    return "seed " + seed + ", crash " + (crashes + 1);
  }
}
