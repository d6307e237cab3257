package dev.kvsql.chunk.mapdb;

import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mapdb.DB;
import org.mapdb.DBMaker;

/** Filling a database aside and giving it the name in the end. */
final class ReplaceDatabaseTest {
  private static final List<Entry> OLD = List.of(entry("08", "01"), entry("09", "02"));
  private static final List<Entry> NEW = List.of(entry("0801", "03"), entry("09", "04"));

  @TempDir Path dir;
  private Path path = Path.of("");

  @BeforeEach
  void makeStore() {
    path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      StoreContents.fill(store.createDatabase("main"), OLD);
      StoreContents.fill(store.createDatabase("main2"), OLD);
    }
  }

  @Test
  void publishingPutsItInPlaceOfTheOld() {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      ChunkStore before = store.database("main");
      try (Store.Replacement replacement = store.replaceDatabase("main")) {
        NEW.forEach(entry -> StoreContents.fill(replacement.chunks(), List.of(entry)));
        assertThat(store.databases()).containsExactly("main", "main2");
        assertThat(StoreContents.of(before)).isEqualTo(OLD);
        replacement.publish();
      }
      assertThat(StoreContents.of(before)).isEqualTo(NEW);
      assertThat(StoreContents.of(store.database("main"))).isEqualTo(NEW);
      assertThat(StoreContents.of(store.database("main2"))).isEqualTo(OLD);
      assertThat(store.databases()).containsExactly("main", "main2");
    }
    assertThat(StoreCopy.contents(path, Access.READ)).isEqualTo(NEW);
    assertThat(catalog()).noneMatch(key -> key.startsWith("."));
  }

  @Test
  void publishingMayMakeANewDatabase() {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE);
        Store.Replacement replacement = store.replaceDatabase("fresh")) {
      StoreContents.fill(replacement.chunks(), NEW);
      replacement.publish();
      assertThat(StoreContents.of(store.database("fresh"))).isEqualTo(NEW);
      assertThat(StoreContents.of(store.database("main"))).isEqualTo(OLD);
      assertThat(store.databases()).containsExactly("fresh", "main", "main2");
    }
  }

  @Test
  void withoutPublishingTheOldContentStays() {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      try (Store.Replacement replacement = store.replaceDatabase("main")) {
        StoreContents.fill(replacement.chunks(), NEW);
      }
      assertThat(StoreContents.of(store.database("main"))).isEqualTo(OLD);
      try (Store.Replacement again = store.replaceDatabase("main")) {
        assertThat(StoreContents.of(again.chunks())).as("begins empty").isEmpty();
      }
    }
    assertThat(StoreCopy.contents(path, Access.READ)).isEqualTo(OLD);
    assertThat(catalog()).noneMatch(key -> key.startsWith("."));
  }

  @Test
  void whileItIsFilledItIsNoDatabase() {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE);
        Store.Replacement replacement = store.replaceDatabase("main")) {
      StoreContents.fill(replacement.chunks(), NEW);
      assertThat(store.databases()).containsExactly("main", "main2");
      assertThatThrownBy(() -> store.database(".import.main"))
          .isInstanceOf(StoreException.Missing.class);
      assertThatThrownBy(() -> store.replaceDatabase("main"))
          .as("one at a time")
          .isInstanceOf(StoreException.Failed.class);
    }
  }

  @Test
  void aKilledImportIsCleanedUpByTheNextOneWhoWrites() throws Exception {
    Path copy = dir.resolve("copy.kv");
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE);
        Store.Replacement replacement = store.replaceDatabase("main")) {
      StoreContents.fill(replacement.chunks(), NEW);
      StoreCopy.of(path).write(copy);
    }
    try (MapDbStore store = MapDbStore.open(copy, Access.READ)) {
      assertThat(store.databases()).containsExactly("main", "main2");
      assertThat(StoreContents.of(store.database("main"))).isEqualTo(OLD);
    }
    try (MapDbStore store = MapDbStore.open(copy, Access.WRITE)) {
      assertThat(StoreContents.of(store.database("main"))).isEqualTo(OLD);
      assertThat(StoreContents.of(store.database("main2"))).isEqualTo(OLD);
    }
    path = copy;
    assertThat(catalog()).contains("main#type").noneMatch(key -> key.startsWith("."));
  }

  @Test
  void aPublishingCutShortLeavesTheOldContent() throws Exception {
    Path copy = dir.resolve("copy.kv");
    StoreCopy filled;
    StoreCopy published;
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE);
        Store.Replacement replacement = store.replaceDatabase("main")) {
      StoreContents.fill(replacement.chunks(), NEW);
      filled = StoreCopy.of(path);
      replacement.publish();
      published = StoreCopy.of(path);
    }
    for (int length = filled.log().length; length < published.log().length; length += 3001) {
      assertThat(published.withLog(Arrays.copyOf(published.log(), length)).contents(copy))
          .as("%d of %d bytes", length, published.log().length)
          .isEqualTo(OLD);
    }
    assertThat(published.contents(copy)).isEqualTo(NEW);
  }

  @Test
  void aScanOfTheOldContentEndsWhenTheNewIsPublished() {
    List<Entry> many = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      many.add(new Entry(new byte[] {8, (byte) i}, new byte[100]));
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      ChunkStore main = store.database("main");
      StoreContents.fill(main, many);
      Iterator<Entry> scan = main.scan(KeyRange.ALL);
      scan.next();
      try (Store.Replacement replacement = store.replaceDatabase("main")) {
        StoreContents.fill(replacement.chunks(), NEW);
        replacement.publish();
      }
      assertThatThrownBy(() -> scan.forEachRemaining(entry -> {}))
          .isInstanceOf(ConcurrentModificationException.class);
    }
  }

  /** The names that MapDB knows. */
  private List<String> catalog() {
    try (DB db = DBMaker.fileDB(path.toFile()).readOnly().make()) {
      return List.copyOf(db.nameCatalogLoad().keySet());
    }
  }
}
