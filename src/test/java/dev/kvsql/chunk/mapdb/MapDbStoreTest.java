package dev.kvsql.chunk.mapdb;

import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores and their databases: making, finding, naming, refusing. */
final class MapDbStoreTest {
  @TempDir Path dir;

  @Test
  void aNewStoreHasNoDatabases() {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      assertThat(store.name()).isEqualTo(path.toString());
      assertThat(store.databases()).isEmpty();
      assertMissing(() -> store.database("main"), path + ": no database main; it has none");
    }
    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      assertThat(store.databases()).isEmpty();
    }
  }

  @Test
  void databasesAreApartAndSorted() {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      StoreContents.fill(store.createDatabase("zebra"), List.of(entry("08", "01")));
      StoreContents.fill(store.createDatabase("Ärger 1/2"), List.of(entry("08", "02")));
      StoreContents.fill(store.createDatabase("main"), List.of(entry("08", "03")));
      assertThat(store.databases()).containsExactly("main", "zebra", "Ärger 1/2");
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      assertThat(store.databases()).containsExactly("main", "zebra", "Ärger 1/2");
      ChunkStore zebra = store.database("zebra");
      zebra.apply(WriteBatch.builder().deleteRange(KeyRange.ALL).build(), Durability.FORCED);
      assertThat(StoreContents.of(zebra)).isEmpty();
      assertThat(StoreContents.of(store.database("Ärger 1/2"))).containsExactly(entry("08", "02"));
      assertThat(StoreContents.of(store.database("main"))).containsExactly(entry("08", "03"));
      assertMissing(
          () -> store.database("Main"), path + ": no database Main; it has main, zebra, Ärger 1/2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".x", ".import.main", "a#b", "a\nb", "\u0000", "\u007f"})
  void namesThatCannotBeAreRejected(String name) {
    try (MapDbStore store = MapDbStore.create(dir.resolve("a.kv"))) {
      String message =
          store.name() + ": a database's name has 1 to 200 characters, no # and no dot in front";
      assertMissing(() -> store.createDatabase(name), message);
      assertMissing(() -> store.replaceDatabase(name), message);
      assertMissing(() -> store.createDatabase("x".repeat(201)), message);
      assertThat(store.databases()).isEmpty();
      store.createDatabase("x".repeat(200));
      assertThat(store.databases()).hasSize(1);
    }
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      StoreContents.fill(store.createDatabase("main"), List.of(entry("08", "01")));
      assertThatThrownBy(() -> store.createDatabase("main"))
          .isInstanceOf(StoreException.Failed.class)
          .hasMessage(path + ": has a database main already");
      assertThat(StoreContents.of(store.database("main"))).containsExactly(entry("08", "01"));
    }
  }

  @Test
  void creatingOverAFileChangesNothing() throws Exception {
    Path path = dir.resolve("a.kv");
    Files.writeString(path, "mine");
    StoreCopy.age(dir);
    var before = StoreCopy.everything(dir);
    assertThatThrownBy(() -> MapDbStore.create(path))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(path + ": exists already; nothing was changed");
    assertThat(StoreCopy.everything(dir)).isEqualTo(before);
  }

  @Test
  void creatingWhereThereIsNoDirectoryLeavesNothing() {
    Path path = dir.resolve("no/a.kv");
    assertThatThrownBy(() -> MapDbStore.create(path))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(path + ": cannot be created: no such file or directory");
    assertThat(dir).isEmptyDirectory();
  }

  /** The log may be all that is left of a store: a new one must not take it in, nor lose it. */
  @Test
  void creatingBesideALeftOverLogIsRefused() throws Exception {
    Path path = dir.resolve("a.kv");
    StoreCopy killed;
    try (MapDbStore store = MapDbStore.create(path)) {
      StoreContents.fill(store.createDatabase("main"), List.of(entry("08", "01")));
      killed = StoreCopy.of(path);
    }
    killed.write(path);
    Files.delete(path);
    var before = StoreCopy.everything(dir);
    assertThatThrownBy(() -> MapDbStore.create(path))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(
            path + ".redo: the redo log of a store that is not there; move it away, or back to it");
    assertThat(StoreCopy.everything(dir)).isEqualTo(before);
    killed.write(path);
    assertThat(StoreCopy.contents(path, Access.READ)).containsExactly(entry("08", "01"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoStoreIsMissingAndStaysAsItIs(Access access) throws Exception {
    Path directory = Files.createDirectory(dir.resolve("directory"));
    Path empty = Files.createFile(dir.resolve("empty"));
    Path text = Files.writeString(dir.resolve("text"), "JOURNAL? no", StandardCharsets.UTF_8);
    Path other = Files.writeString(dir.resolve("other"), "to be or not to be");
    Path sqlite = dir.resolve("sqlite.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite);
        var statement = connection.createStatement()) {
      statement.execute("create table t(a)");
    }
    Path none = dir.resolve("none");
    StoreCopy.age(dir);
    var before = StoreCopy.everything(dir);

    assertMissing(() -> MapDbStore.open(none, access), none + ": no such file");
    assertMissing(
        () -> MapDbStore.open(directory, access), directory + ": is a directory, not a store");
    assertMissing(() -> MapDbStore.open(empty, access), empty + ": empty (0 bytes), not a store");
    assertMissing(
        () -> MapDbStore.open(sqlite, access),
        sqlite
            + ": a SQLite file, not a store; put it into one with: kvsql import NEW.kv "
            + sqlite);
    assertMissing(
        () -> MapDbStore.open(other, access),
        other + ": not a store: it does not start as MapDB files do");
    assertThatThrownBy(() -> MapDbStore.open(text, access))
        .as("starts with the same letter as MapDB's files")
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(text + ": ");
    assertThat(StoreCopy.everything(dir)).isEqualTo(before);
  }

  @Test
  void aFileOfAnotherKindInTheLogsPlaceIsRefusedAndKept() throws Exception {
    Path path = dir.resolve("a.kv");
    MapDbStore.create(path).close();
    Path log = Files.writeString(StoreFiles.logPath(path), "my own notes");
    for (Access access : Access.values()) {
      assertThatThrownBy(() -> MapDbStore.open(path, access))
          .isInstanceOf(StoreException.LogRefused.class)
          .hasMessage(
              log.toRealPath()
                  + ": is of another kind; put the two files back that belong together, or move it"
                  + " away to go on without its commits");
    }
    assertThat(log).hasContent("my own notes");
    Files.delete(log);
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void aClosedStoreFailsAndClosingAgainDoesNothing() {
    Path path = dir.resolve("a.kv");
    MapDbStore store = MapDbStore.create(path);
    ChunkStore database = store.createDatabase("main");
    StoreContents.fill(database, List.of(entry("08", "01"), entry("09", "01")));
    var scan = database.scan(KeyRange.ALL);
    scan.next();
    store.close();
    store.close();
    WriteBatch batch = WriteBatch.builder().delete(new byte[] {8}).build();
    assertClosed(() -> database.get(new byte[] {8}));
    assertClosed(() -> database.scan(KeyRange.ALL));
    assertClosed(() -> database.apply(batch, Durability.LAZY));
    assertClosed(store::databases);
    assertThatThrownBy(() -> scan.forEachRemaining(entry -> {})).isInstanceOf(StoreException.class);
    assertThat(StoreCopy.contents(path, Access.READ)).hasSize(2);
  }

  /** Channels close when a thread that uses them is interrupted, and with them goes the lock. */
  @Test
  void anInterruptedThreadCommitsAndClosesAndStaysInterrupted() {
    Path path = dir.resolve("a.kv");
    MapDbStore store = MapDbStore.create(path);
    ChunkStore database = store.createDatabase("main");
    StoreContents.fill(database, List.of(entry("08", "01")));
    Thread.currentThread().interrupt();
    StoreContents.fill(database, List.of(entry("09", "02")));
    assertThat(StoreContents.of(database)).hasSize(2);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    store.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(StoreCopy.contents(path, Access.WRITE))
        .containsExactly(entry("08", "01"), entry("09", "02"));
  }

  @Test
  void interruptsInTheMiddleOfCommitsDoNoHarm() throws Exception {
    Path path = dir.resolve("a.kv");
    MapDbStore store = MapDbStore.create(path);
    ChunkStore database = store.createDatabase("main");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread writer =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((thread, e) -> thrown.set(e))
            .start(() -> {
              for (int number = 1; number <= 300; number++) {
                NumberedCommits.commit(database, number, 5000);
              }
            });
    while (writer.isAlive()) {
      Thread.sleep(1);
      writer.interrupt();
    }
    writer.join();
    assertThat(thrown.get()).isNull();
    store.close();
    try (MapDbStore again = MapDbStore.open(path, Access.WRITE)) {
      assertThat(NumberedCommits.requireWhole(again.database("main"))).isEqualTo(300);
    }
  }

  /** The lock must stay: another process could write what this one reads. */
  @Test
  void aReaderThatIsInterruptedOrClosedTwiceLeavesTheOthersTheirFile() {
    Path path = dir.resolve("a.kv");
    MapDbStore.create(path).close();
    try (MapDbStore reader = MapDbStore.open(path, Access.READ)) {
      Thread.currentThread().interrupt();
      MapDbStore second = MapDbStore.open(path, Access.READ);
      assertThat(Thread.interrupted()).isTrue();
      second.close();
      second.close();
      assertThatThrownBy(() -> MapDbStore.open(path, Access.WRITE))
          .isInstanceOf(StoreException.Locked.class);
      assertThat(reader.databases()).isEmpty();
    }
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void filesOfAClosedStoreAreTheStoreAlone() throws Exception {
    try (MapDbStore store = MapDbStore.create(dir.resolve("a.kv"))) {
      store.createDatabase("main");
      assertThat(StoreCopy.everything(dir).keySet()).isEqualTo(Set.of("", "a.kv", "a.kv.redo"));
    }
    assertThat(StoreCopy.everything(dir).keySet()).isEqualTo(Set.of("", "a.kv"));
  }

  private static void assertClosed(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(StoreException.Failed.class)
        .hasMessageEndingWith(": is closed");
  }

  private static void assertMissing(Runnable use, String message) {
    assertThatThrownBy(use::run).isInstanceOf(StoreException.Missing.class).hasMessage(message);
  }
}
