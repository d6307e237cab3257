package dev.kvsql.chunk.salvage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** Files of MapDB's own making. */
final class MapDbFile {
  /** Where the values of a map are. */
  enum Values {
    INSIDE,
    OUTSIDE
  }

  private MapDbFile() {}

  /** The bytes of a file that was closed. */
  static byte[] of(Consumer<DB> content) {
    Path path = temporary();
    try {
      try (DB db = DBMaker.fileDB(path.toFile()).make()) {
        content.accept(db);
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      path.toFile().delete();
    }
  }

  /** The bytes of a file as they are while it is open. */
  static byte[] openCopyOf(Consumer<DB> content) {
    Path path = temporary();
    try (DB db = DBMaker.fileDB(path.toFile()).make()) {
      content.accept(db);
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      path.toFile().delete();
    }
  }

  /** A file with one database, main. */
  static byte[] withMain(Values values, Map<byte[], byte[]> entries) {
    return of(db -> fill(map(db, "main", values), entries));
  }

  static BTreeMap<byte[], byte[]> map(DB db, String name, Values values) {
    var maker = db.treeMap(name, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY);
    return switch (values) {
      case INSIDE -> maker.create();
      case OUTSIDE -> maker.valuesOutsideNodesEnable().create();
    };
  }

  static void fill(Map<byte[], byte[]> map, Map<byte[], byte[]> entries) {
    entries.forEach(map::put);
  }

  /** What a map should come out as. */
  static NavigableMap<String, ByteBuffer> expected(Map<byte[], byte[]> map) {
    NavigableMap<String, ByteBuffer> all = new TreeMap<>();
    map.forEach((key, value) -> all.put(Salvaged.hex(key), ByteBuffer.wrap(value)));
    return all;
  }

  private static Path temporary() {
    try {
      Path path = Files.createTempFile("salvage", ".kv");
      Files.delete(path);
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
