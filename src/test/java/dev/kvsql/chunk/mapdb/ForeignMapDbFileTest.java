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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;
import org.mapdb.serializer.SerializerJava;

/** Files that MapDB wrote without us. */
final class ForeignMapDbFileTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMapOfByteArraysIsADatabase(boolean valuesOutside) {
    Path path = dir.resolve("a.kv");
    List<Entry> entries = new ArrayList<>();
    try (DB db = DBMaker.fileDB(path.toFile()).make()) {
      var maker = db.treeMap("orders", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY);
      var map = (valuesOutside ? maker.valuesOutsideNodesEnable() : maker).create();
      for (int i = 0; i < 200; i++) {
        Entry entry = new Entry(new byte[] {8, (byte) i}, new byte[i * 20]);
        map.put(entry.key(), entry.value());
        entries.add(entry);
      }
    }
    for (Access access : Access.values()) {
      try (MapDbStore store = MapDbStore.open(path, access)) {
        assertThat(store.databases()).containsExactly("orders");
        assertThat(StoreContents.of(store.database("orders"))).isEqualTo(entries);
      }
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      StoreContents.fill(store.database("orders"), List.of(entry("09", "77")));
    }
    try (DB db = DBMaker.fileDB(path.toFile()).readOnly().make()) {
      var map = db.treeMap("orders", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).open();
      assertThat(map.get(new byte[] {9}))
          .as("MapDB reads what we wrote")
          .isEqualTo(new byte[] {0x77});
      assertThat(map.size()).isEqualTo(201);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void whatElseIsInTheFileIsNoDatabaseAndStays() {
    Path path = dir.resolve("a.kv");
    try (DB db = DBMaker.fileDB(path.toFile()).make()) {
      db.treeMap("main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).create();
      db.treeMap("names", Serializer.STRING, Serializer.LONG).create().put("a", 5L);
      db.treeMap("half", Serializer.BYTE_ARRAY, Serializer.STRING).create();
      db.treeMap("objects", Serializer.BYTE_ARRAY, new SerializerJava()).create();
      db.hashMap("hash", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).create();
      db.atomicLong("counter").create().set(7);
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      assertThat(store.databases()).containsExactly("main");
      for (String name : List.of("names", "half", "objects", "hash", "counter")) {
        assertThatThrownBy(() -> store.database(name)).isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> store.createDatabase(name))
            .isInstanceOf(StoreException.Failed.class);
      }
      StoreContents.fill(store.database("main"), List.of(entry("08", "01")));
    }
    try (DB db = DBMaker.fileDB(path.toFile()).readOnly().make()) {
      assertThat(db.treeMap("names", Serializer.STRING, Serializer.LONG).open().get("a"))
          .isEqualTo(5);
      assertThat(db.atomicLong("counter").open().get()).isEqualTo(7);
    }
  }

  /** Without a clean close MapDB's header has no checksum that holds. */
  @Test
  void aFileThatWasNotClosedIsDamagedOrWhole() throws Exception {
    Path path = dir.resolve("a.kv");
    Path copy = dir.resolve("copy.kv");
    try (DB db = DBMaker.fileDB(path.toFile()).make()) {
      var map = db.treeMap("main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).create();
      map.put(new byte[] {8}, new byte[] {1});
      Files.copy(path, copy);
    }
    StoreCopy.age(dir);
    var before = StoreCopy.everything(dir);
    for (Access access : Access.values()) {
      assertDamaged(copy, access);
    }
    assertThat(StoreCopy.everything(dir)).as("refusing changes nothing").isEqualTo(before);
  }

  @Test
  void aBrokenHeaderIsDamaged() throws Exception {
    Path path = dir.resolve("a.kv");
    MapDbStore.create(path).close();
    byte[] bytes = Files.readAllBytes(path);
    bytes[30] ^= 1;
    Files.write(path, bytes);
    assertDamaged(path, Access.READ);
    assertDamaged(path, Access.WRITE);
  }

  /** Damage past the header shows when it is read: a StoreException, whatever MapDB throws. */
  @Test
  void brokenPagesNeverThrowAnythingElse() throws IOException {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        entries.add(new Entry(new byte[] {8, (byte) i}, new byte[500]));
      }
      StoreContents.fill(store.createDatabase("main"), entries);
    }
    byte[] whole = Files.readAllBytes(path);
    int used = whole.length;
    while (whole[used - 1] == 0) {
      used--;
    }
    int failed = 0;
    for (int at = 64; at < used; at += used / 40) {
      byte[] bytes = whole.clone();
      for (int i = at; i < Math.min(used, at + 64); i++) {
        bytes[i] ^= (byte) 0xa5;
      }
      Files.write(path, bytes);
      try {
        StoreCopy.contents(path, Access.READ);
      } catch (StoreException e) {
        failed++;
      }
    }
    assertThat(failed).isPositive();
  }

  private static void assertDamaged(Path path, Access access) {
    assertThatThrownBy(() -> MapDbStore.open(path, access))
        .isInstanceOf(StoreException.Damaged.class)
        .hasMessageStartingWith(path + ": not closed cleanly by the program that wrote it: ");
  }
}
