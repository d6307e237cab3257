package dev.kvsql.cli;

import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.Function;

/** Every key of every database of a store, as text that compares and is short. */
final class StoreKeys {
  private StoreKeys() {}

  /** With every value. */
  static String of(Path path) {
    StringBuilder text = new StringBuilder();
    try (Store store = MapDbStore.open(path, Access.READ)) {
      for (String name : store.databases()) {
        text.append(name).append('\n');
        append(text, store.database(name).scan(KeyRange.ALL), StoreKeys::digest);
      }
    }
    return text.toString();
  }

  /**
   * With checksums, and with the values that are the same each time that SQLite does the same:
   * journals and WALs have random numbers in them.
   */
  static String ofRepeatable(Path path) {
    StringBuilder text = new StringBuilder();
    try (Store store = MapDbStore.open(path, Access.READ)) {
      for (String name : store.databases()) {
        text.append(name).append('\n');
        append(text, store.database(name).scan(KeyRange.ALL), StoreKeys::repeatable);
        text.append("checksums\n");
        store.checksums(name).ifPresent(kept -> append(text, kept.scan(), StoreKeys::repeatable));
      }
    }
    return text.toString();
  }

  private static String repeatable(Entry entry) {
    return isOfSidecar(entry) ? entry.value().length + " bytes" : digest(entry);
  }

  private static String digest(Entry entry) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(entry.value());
      return entry.value().length + " bytes " + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isOfSidecar(Entry entry) {
    return StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(FileTag file, _)
        && file != FileTag.MAIN;
  }

  private static void append(
      StringBuilder text, Iterator<Entry> entries, Function<Entry, String> value) {
    entries.forEachRemaining(entry ->
        text.append(HexFormat.of().formatHex(entry.key()))
            .append('=')
            .append(value.apply(entry))
            .append('\n'));
  }
}
