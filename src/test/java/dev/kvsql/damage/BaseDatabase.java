package dev.kvsql.damage;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.PageCensus;
import java.sql.SQLException;
import java.util.List;

/**
 * A sound database that SQLite wrote, made once; each damage is done to a copy.
 *
 * @param name what is special about it
 * @param entries every key, in order
 * @param tables its tables
 * @param image its main file, recovered
 * @param pages what the image's pages are
 * @param rows every row
 */
record BaseDatabase(
    String name,
    List<Entry> entries,
    List<Table> tables,
    MainImage image,
    PageCensus pages,
    ReadableRows rows) {
  BaseDatabase {
    entries = List.copyOf(entries);
    tables = List.copyOf(tables);
  }

  /**
   * A table, and how to read its rows in the order of the b-tree that they are in.
   *
   * @param key what the b-tree is sorted by
   */
  record Table(String name, String key) {
    /** Reads the rows from one end. */
    String select(Direction direction) {
      return "SELECT * FROM %s ORDER BY %s %s".formatted(name, key, direction);
    }
  }

  /** From which end rows are read. */
  enum Direction {
    ASC,
    DESC
  }

  static BaseDatabase of(String name, ChunkStore chunks, Table... tables) throws SQLException {
    MainImage image = MainImage.of(chunks);
    return new BaseDatabase(
        name,
        StoreContents.of(chunks),
        List.of(tables),
        image,
        image.census(),
        ReadableRows.of(chunks, List.of(tables)));
  }

  /** A database of its own with the same keys. */
  MemoryChunkStore copy() {
    MemoryChunkStore copy = new MemoryChunkStore();
    StoreContents.fill(copy, entries);
    return copy;
  }

  /** Whether it has any key of a file. */
  boolean has(FileTag file) {
    return entries.stream()
        .anyMatch(entry ->
            switch (StoreKey.parse(entry.key())) {
              case StoreKey.Meta(FileTag tag) -> tag == file;
              case StoreKey.Chunk(FileTag tag, _) -> tag == file;
              case StoreKey.Unknown _, StoreKey.Foreign _ -> false;
            });
  }

  @Override
  public String toString() {
    return name;
  }
}
