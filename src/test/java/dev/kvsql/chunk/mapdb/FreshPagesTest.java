package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.LimitedDisk;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits that make a store much larger: they put its new pages straight into the store file. */
final class FreshPagesTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path dir = Path.of("");
  private Path path = Path.of("");
  private StoreCopy empty = new StoreCopy(new byte[0], new byte[0]);

  @BeforeEach
  void makeStore() throws IOException {
    path = dir.toRealPath().resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
    empty = StoreCopy.of(path);
  }

  @ParameterizedTest
  @EnumSource
  void newPagesAreWrittenOnce(Durability durability) throws IOException {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      put(store, 1, durability);
      StoreCopy killed = StoreCopy.of(path);
      assertThat(killed.base().length).isGreaterThanOrEqualTo(empty.base().length + 8 * MIB);
      assertThat(killed.log().length).isLessThan(2 * MIB);
      assertThat(killed.contents(dir.resolve("copy.kv"))).isEqualTo(upTo(1));
    }
  }

  /** The last commit changes pages that the store file has had since the first one. */
  @Test
  void theyAreLoggedWhenTheyChangeLater() throws IOException {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      put(store, 1, Durability.FORCED);
      StoreCopy first = StoreCopy.of(path);
      ChunkStore database = store.database("main");
      byte[] other = new byte[8 * MIB];
      database.apply(WriteBatch.builder().put(numbered(1).key(), other).build(), Durability.FORCED);
      StoreCopy second = StoreCopy.of(path);
      assertThat(second.base()).isEqualTo(first.base());
      assertThat(second.contents(dir.resolve("copy.kv")))
          .containsExactly(new Entry(numbered(1).key(), other));
      assertThat(StoreContents.of(database)).containsExactly(new Entry(numbered(1).key(), other));
    }
  }

  /** As a crash leaves them: in the file, and in no frame of the log. */
  @Test
  void thoseOfAnUnfinishedCommitDoNotShow() throws IOException {
    byte[] tail = new byte[12 * MIB];
    new Random(1).nextBytes(tail);
    byte[] longer = Arrays.copyOf(empty.base(), empty.base().length + tail.length);
    System.arraycopy(tail, 0, longer, empty.base().length, tail.length);
    Path crashed = empty.withBase(longer).write(dir.resolve("crashed.kv"));
    assertThat(StoreCopy.contents(crashed, Access.READ)).isEmpty();
    try (MapDbStore store = MapDbStore.open(crashed, Access.WRITE);
        MapDbStore sound = MapDbStore.open(path, Access.WRITE)) {
      for (MapDbStore each : List.of(store, sound)) {
        putSmall(each);
        put(each, 1, Durability.FORCED);
      }
    }
    assertThat(Arrays.mismatch(withoutHeader(crashed), withoutHeader(path)))
        .as("the first byte that is not as in a store without such pages")
        .isEqualTo(-1);
  }

  private static void putSmall(MapDbStore store) {
    WriteBatch batch = WriteBatch.builder().put(new byte[] {1}, new byte[300]).build();
    store.database("main").apply(batch, Durability.FORCED);
  }

  private static byte[] withoutHeader(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    return Arrays.copyOfRange(bytes, 64, bytes.length);
  }

  @Test
  void aStoreFileFromBeforeTheyWerePutThereIsRefused() throws IOException {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      put(store, 1, Durability.FORCED);
      StoreCopy killed = StoreCopy.of(path);
      Path copy = empty.withLog(killed.log()).write(dir.toRealPath().resolve("copy.kv"));
      for (Access access : Access.values()) {
        assertThatThrownBy(() -> MapDbStore.open(copy, access))
            .isInstanceOf(StoreException.LogRefused.class)
            .hasMessageStartingWith(
                StoreFiles.logPath(copy)
                    + ": belongs to another state of this store: its file should have at least "
                    + "%,d bytes, it has %,d".formatted(killed.base().length, empty.base().length));
      }
      assertThat(Files.readAllBytes(copy)).isEqualTo(empty.base());
    }
  }

  @Test
  void thoseThatTheDiskHasNoRoomForAreTakenBack() throws IOException {
    LimitedDisk disk = new LimitedDisk(LocalDisk.shared(), 5 * MIB);
    Medium medium = new Medium(disk, Medium.LOCAL.checkpointBytes());
    try (MapDbStore store = MapDbStore.open(medium, path, Access.WRITE, Duration.ZERO)) {
      assertThatThrownBy(() -> put(store, 1, Durability.FORCED))
          .isInstanceOf(StoreException.Failed.class)
          .hasMessage(path + ": cannot be written: No space left on device; nothing was changed");
      assertThat(Files.size(path)).isEqualTo(empty.base().length);
      assertThat(StoreContents.of(store.database("main"))).isEmpty();
    }
  }

  private static void put(MapDbStore store, int number, Durability durability) {
    Entry entry = numbered(number);
    store
        .database("main")
        .apply(WriteBatch.builder().put(entry.key(), entry.value()).build(), durability);
  }

  private static Entry numbered(int number) {
    byte[] value = new byte[8 * MIB];
    new Random(number).nextBytes(value);
    return new Entry(new byte[] {8, (byte) number}, value);
  }

  private static List<Entry> upTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(FreshPagesTest::numbered).toList();
  }
}
