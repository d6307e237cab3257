package dev.kvsql.cli;

import dev.kvsql.check.Damage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Directories of many stores. */
final class Fleet {
  private Fleet() {}

  /** Sound stores {@code s00.kv}, {@code s01.kv} and so on, all copies of one. */
  static List<Path> sound(Path directory, int count) throws Exception {
    List<Path> stores = new ArrayList<>();
    Path first = Stores.of(directory.resolve("s00.kv"), Damage.pages22().store());
    stores.add(first);
    for (int i = 1; i < count; i++) {
      stores.add(Files.copy(first, directory.resolve(String.format(Locale.ROOT, "s%02d.kv", i))));
    }
    return stores;
  }

  /** Adds a database with a warning. */
  static Path warned(Path store, String database) throws Exception {
    return Stores.of(store, database, Damage.pages22().key("0801").store());
  }

  /** A report without what is different every time: how long it took, and what was read. */
  static String withoutEffort(String report) {
    return report
        .replaceAll("[0-9.,]+ (ns|µs|ms|s), [0-9.,]+ (bytes?|KiB|MiB) read", "TIME, SIZE read")
        .replaceAll(
            "\"bytesRead\":\\d+,\"milliseconds\":\\d+", "\"bytesRead\":0,\"milliseconds\":0");
  }
}
