package dev.kvsql.chunk.mapdb;

import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs and store files that do not belong together, as copying and restoring mixes them. */
final class StaleLogTest {
  private static final Entry FIRST = entry("08", "01");
  private static final Entry SECOND = entry("0801", "02");
  private static final Entry THIRD = entry("0802", "03");

  @TempDir Path dir;
  private Path path = Path.of("");

  /** What was there when the store had no log: nothing in it, and the first entry. */
  private StoreCopy empty = new StoreCopy(new byte[0], new byte[0]);

  private StoreCopy closed = empty;

  /** Copies of the open store: the log has the second entry, and the third as well. */
  private StoreCopy second = empty;

  private StoreCopy third = empty;

  @BeforeEach
  void makeCopies() throws IOException {
    path = dir.toRealPath().resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
    empty = StoreCopy.of(path);
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      StoreContents.fill(store.database("main"), List.of(FIRST));
    }
    closed = StoreCopy.of(path);
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      StoreContents.fill(store.database("main"), List.of(SECOND));
      second = StoreCopy.of(path);
      StoreContents.fill(store.database("main"), List.of(THIRD));
      third = StoreCopy.of(path);
    }
  }

  @Test
  void aLogGoesWithTheFileThatItWasStartedOn() throws IOException {
    assertThat(third.contents(dir.resolve("copy.kv"))).containsExactly(FIRST, SECOND, THIRD);
    assertThat(closed.withLog(second.log()).contents(dir.resolve("copy.kv")))
        .containsExactly(FIRST, SECOND);
  }

  /** Everything in it, and more, is in the file already; it must not come over that again. */
  @Test
  void anEarlierCopyOfALogIsRefusedOnceTheLogWasCarriedOver() throws IOException {
    StoreCopy whole = StoreCopy.of(path);
    assertRefused(whole.withLog(second.log()), "another state of this store");
    assertRefused(whole.withLog(third.log()), "another state of this store");
  }

  @Test
  void aLogIsRefusedWhenAnEarlierBackupWasPutBack() throws IOException {
    assertRefused(empty.withLog(second.log()), "another state of this store");
  }

  @Test
  void aLogIsRefusedWhenALaterBackupWasPutBack() throws IOException {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      StoreContents.fill(store.database("main"), List.of(entry("09", "09")));
    }
    assertRefused(StoreCopy.of(path).withLog(third.log()), "another state of this store");
  }

  @Test
  void theLogOfAnotherStoreIsRefused() throws IOException {
    Path other = dir.resolve("other.kv");
    MapDbStore.create(other).close();
    assertRefused(StoreCopy.of(other).withLog(third.log()), "another store");
  }

  /** Two processes went on from copies of the same file, each with a log of its own. */
  @Test
  void theLogOfACopyThatWentItsOwnWayIsRefused() throws IOException {
    Path copy = closed.write(dir.resolve("copy.kv"));
    try (MapDbStore store = MapDbStore.open(copy, Access.WRITE)) {
      StoreContents.fill(store.database("main"), List.of(entry("09", "09")));
    }
    assertRefused(StoreCopy.of(copy).withLog(second.log()), "another state of this store");
  }

  private void assertRefused(StoreCopy files, String whose) throws IOException {
    Path copy = files.write(dir.toRealPath().resolve("refused.kv"));
    for (Access access : Access.values()) {
      assertThatThrownBy(() -> MapDbStore.open(copy, access))
          .isInstanceOf(StoreException.LogRefused.class)
          .hasMessageStartingWith(StoreFiles.logPath(copy) + ": belongs to " + whose);
    }
    assertThat(Files.readAllBytes(copy)).isEqualTo(files.base());
    assertThat(Files.readAllBytes(StoreFiles.logPath(copy))).isEqualTo(files.log());
  }
}
