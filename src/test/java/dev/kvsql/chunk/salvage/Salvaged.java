package dev.kvsql.chunk.salvage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What salvaging a file gave: entries by database and key in hex, and the report. */
record Salvaged(Map<String, NavigableMap<String, ByteBuffer>> entries, SalvageReport report) {

  static Salvaged of(byte[] file) {
    Map<String, NavigableMap<String, ByteBuffer>> entries = new TreeMap<>();
    SalvageReport report =
        Salvage.of(
            new ByteImage(file),
            (database, key, value) ->
                assertThat(
                        entries
                            .computeIfAbsent(database, name -> new TreeMap<>())
                            .put(hex(key), ByteBuffer.wrap(value)))
                    .as("the first time that %s comes for %s", hex(key), database)
                    .isNull());
    for (SalvagedDatabase database : report.databases()) {
      assertThat(entries.computeIfAbsent(database.name(), name -> new TreeMap<>()))
          .as("entries of %s", database.name())
          .hasSize((int) database.entries());
      assertThat(
              entries.get(database.name()).values().stream().mapToLong(ByteBuffer::capacity).sum())
          .as("value bytes of %s", database.name())
          .isEqualTo(database.valueBytes());
    }
    assertThat(entries.keySet())
        .as("databases in the report")
        .containsExactlyInAnyOrderElementsOf(
            report.databases().stream().map(SalvagedDatabase::name).toList());
    return new Salvaged(entries, report);
  }

  NavigableMap<String, ByteBuffer> main() {
    return entries.getOrDefault("main", new TreeMap<>());
  }

  List<Loss> losses() {
    return report.losses();
  }

  static String hex(byte[] key) {
    return HexFormat.of().formatHex(key);
  }
}
