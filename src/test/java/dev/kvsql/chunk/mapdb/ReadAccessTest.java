package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.RandomBatches;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading leaves every byte and every time of a store and its directory as it was. */
final class ReadAccessTest {
  @TempDir Path dir;
  private StoreCopy closed = new StoreCopy(new byte[0], new byte[0]);
  private StoreCopy killed = closed;
  private StoreCopy created = closed;

  /** What a store can look like on disk. */
  enum State {
    CLOSED,
    LOG_PENDING,
    LOG_TORN,
    LOG_EMPTY,
    EVERYTHING_IN_THE_LOG
  }

  @BeforeEach
  void makeCopies() throws Exception {
    Path path = dir.resolve("origin.kv");
    RandomBatches batches = new RandomBatches(5);
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore database = store.createDatabase("main");
      database.apply(batches.next(), Durability.FORCED);
      created = StoreCopy.of(path);
    }
    closed = StoreCopy.of(path);
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      for (int i = 0; i < 5; i++) {
        store.database("main").apply(batches.next(), Durability.FORCED);
      }
      killed = StoreCopy.of(path);
    }
  }

  private StoreCopy copy(State state) {
    return switch (state) {
      case CLOSED -> closed;
      case LOG_PENDING -> killed;
      case LOG_TORN -> killed.withLog(Arrays.copyOf(killed.log(), killed.log().length - 100));
      case LOG_EMPTY -> closed.withLog(Arrays.copyOf(killed.log(), 8));
      case EVERYTHING_IN_THE_LOG -> created;
    };
  }

  @ParameterizedTest
  @EnumSource
  void readingLeavesEveryByteAndTimeAsItWas(State state) throws Exception {
    Path directory = Files.createDirectory(dir.resolve("d"));
    Path path = copy(state).write(directory.resolve("a.kv"));
    StoreCopy.age(directory);
    SortedMap<String, String> before = StoreCopy.everything(directory);
    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      ChunkStore database = store.database("main");
      StoreContents.of(database).forEach(entry -> database.get(entry.key()));
      WriteBatch batch = WriteBatch.builder().put(new byte[1], new byte[1]).build();
      assertRefused(path, () -> database.apply(batch, Durability.FORCED));
      assertRefused(path, () -> database.apply(batch, Durability.LAZY));
      assertRefused(path, () -> store.createDatabase("other"));
      assertRefused(path, () -> store.replaceDatabase("main"));
      assertThat(database.get(new byte[1])).isNull();
      assertThat(StoreCopy.everything(directory)).as("while open").isEqualTo(before);
    }
    assertThat(StoreCopy.everything(directory)).isEqualTo(before);
  }

  @Test
  void filesThatCannotBeWrittenCanBeRead() throws Exception {
    Path path = killed.write(dir.resolve("a.kv"));
    assertThat(path.toFile().setReadOnly()).isTrue();
    assertThat(StoreFiles.logPath(path).toFile().setReadOnly()).isTrue();
    assertThat(StoreCopy.contents(path, Access.READ)).isNotEmpty();
  }

  private static void assertRefused(Path path, Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(path + ": is open for reading only");
  }
}
