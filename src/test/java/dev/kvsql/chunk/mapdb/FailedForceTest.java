package dev.kvsql.chunk.mapdb;

import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that cannot force what it was given: what is on it nobody knows. */
final class FailedForceTest {
  private static final Entry FIRST = entry("08", "01");
  private static final Entry LAZY = entry("0801", "02");
  private static final Entry SECOND = entry("0802", "03");

  @TempDir Path dir;

  @Test
  void aCommitThatCannotBeForcedIsNotThereAndNoOtherIsTried() throws Exception {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      StoreContents.fill(store.createDatabase("main"), List.of(FIRST));
    }
    MapDbStore store = MapDbStore.open(path, Access.WRITE);
    FaultyChannel log = faultyLog(store, path);
    ChunkStore database = store.database("main");
    database.apply(put(LAZY), Durability.LAZY);
    log.failForce();
    assertThatThrownBy(() -> database.apply(put(SECOND), Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(path + ": cannot be written: Input/output error; nothing was changed");
    assertThat(StoreContents.of(database)).containsExactly(FIRST, LAZY);
    assertThat(StoreCopy.of(path).contents(dir.resolve("copy.kv"))).containsExactly(FIRST, LAZY);

    log.heal();
    assertThatThrownBy(() -> database.apply(put(SECOND), Durability.LAZY))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessageContaining("an earlier commit could not be made durable")
        .hasRootCauseMessage(FaultyChannel.MESSAGE);
    assertThat(StoreContents.of(database)).containsExactly(FIRST, LAZY);
    try {
      store.close();
    } catch (StoreException.Failed e) {
      assertThat(e).hasMessageContaining("nothing is lost");
    }
    assertThat(StoreCopy.contents(path, Access.READ)).containsExactly(FIRST, LAZY);
    try (MapDbStore again = MapDbStore.open(path, Access.WRITE)) {
      again.database("main").apply(put(SECOND), Durability.FORCED);
      assertThat(StoreContents.of(again.database("main"))).containsExactly(FIRST, LAZY, SECOND);
    }
  }

  @Test
  void aForcedBatchWithoutOperationsForcesTheLazyOnesBefore() throws Exception {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
    MapDbStore store = MapDbStore.open(path, Access.WRITE);
    FaultyChannel log = faultyLog(store, path);
    ChunkStore database = store.database("main");
    WriteBatch nothing = WriteBatch.builder().build();
    log.failForce();
    database.apply(nothing, Durability.FORCED);
    database.apply(put(LAZY), Durability.LAZY);
    database.apply(nothing, Durability.LAZY);
    assertThatThrownBy(() -> database.apply(nothing, Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class)
        .hasRootCauseMessage(FaultyChannel.MESSAGE);
    try {
      store.close();
    } catch (StoreException.Failed e) {
      assertThat(e).hasMessageContaining("nothing is lost");
    }
  }

  @Test
  void aCloseThatCannotForceSaysSoAndLosesNothing() throws Exception {
    Path path = dir.resolve("a.kv");
    MapDbStore store = MapDbStore.create(path);
    StoreContents.fill(store.createDatabase("main"), List.of(FIRST));
    store.close();
    MapDbStore again = MapDbStore.open(path, Access.WRITE);
    FaultyChannel log = faultyLog(again, path);
    again.database("main").apply(put(LAZY), Durability.LAZY);
    log.failForce();
    assertThatThrownBy(again::close)
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(
            path
                + ": could not be tidied up on closing: Input/output error; nothing is lost, keep "
                + path
                + ".redo beside it");
    assertThat(StoreCopy.contents(path, Access.READ)).containsExactly(FIRST, LAZY);
    assertThat(StoreCopy.contents(path, Access.WRITE)).containsExactly(FIRST, LAZY);
  }

  /** Gives a store that has no log yet one whose disk can fail. */
  private static FaultyChannel faultyLog(MapDbStore store, Path path) throws Exception {
    FaultyChannel log =
        new FaultyChannel(
            FileChannel.open(
                StoreFiles.logPath(path),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    DurableVolume volume = (DurableVolume) field(MapDbStore.class, "volume").get(store);
    field(StoreFiles.class, "log").set(volume.files(), log);
    return log;
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static WriteBatch put(Entry entry) {
    return WriteBatch.builder().put(entry.key(), entry.value()).build();
  }
}
