package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.MemoryChunkStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** {@code kvsql_stats()} and {@code kvsql_cache()}. */
final class MountFunctionsTest {
  private final MemoryChunkStore store = new MemoryChunkStore();

  @Test
  void statsCountWhatSqliteAndTheFilesDo() throws Exception {
    try (Mount mount = Mount.of(store, new MountOptions(0, MountOptions.Use.READ_WRITE));
        Connection connection = mount.connect()) {
      MountTest.fill(connection, 40, 1000);
      long reads = stat(connection, "$.main.reads");
      long gets = stat(connection, "$.store.gets");
      long batches = stat(connection, "$.store.batches");
      Sql.run(connection, "PRAGMA cache_size=0", "SELECT sum(length(a)) FROM t");
      assertThat(stat(connection, "$.main.reads")).isGreaterThan(reads + 5);
      assertThat(stat(connection, "$.main.readBytes"))
          .isGreaterThanOrEqualTo(4096 * (stat(connection, "$.main.reads") - 100));
      assertThat(stat(connection, "$.store.gets") + stat(connection, "$.store.scannedValues"))
          .as("nothing is cached")
          .isGreaterThan(gets + 5);
      assertThat(stat(connection, "$.store.batches")).as("reads write nothing").isEqualTo(batches);
      long syncs = stat(connection, "$.main.syncs");
      Sql.run(connection, "UPDATE t SET a = 1 WHERE id = 1");
      assertThat(stat(connection, "$.store.batches")).isEqualTo(batches + 1);
      assertThat(stat(connection, "$.store.forcedBatches")).isPositive();
      assertThat(stat(connection, "$.main.syncs")).isEqualTo(syncs + 1);
      Sql.run(connection, "DELETE FROM t WHERE id > 3", "VACUUM");
      assertThat(stat(connection, "$.main.truncates")).isPositive();
      assertThat(stat(connection, "$.main.writtenBytes"))
          .isEqualTo(4096 * stat(connection, "$.main.writes"));
    }
  }

  @Test
  void everyOpenFileHasItsOwn() throws Exception {
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=WAL");
      MountTest.fill(connection, 40, 1000);
      assertThat(stat(connection, "$.wal.writes")).isGreaterThan(20);
      assertThat(Sql.one(connection, "SELECT group_concat(key, ' ') FROM json_each(kvsql_stats())"))
          .isEqualTo("store main wal");
    }
  }

  @Test
  void theCacheSaysHowFullItIsAndWhetherItAgreesWithTheStore() throws Exception {
    try (Mount mount = Mount.of(store, new MountOptions(32768, MountOptions.Use.READ_WRITE));
        Connection connection = mount.connect()) {
      MountTest.fill(connection, 40, 1000);
      Sql.run(connection, "PRAGMA cache_size=0", "SELECT sum(length(a)) FROM t");
      assertThat(Sql.one(connection, "SELECT kvsql_cache()"))
          .isEqualTo(
              "{\"main\":{\"chunks\":8,\"bytes\":32768,\"capacityBytes\":32768,\"coherent\":true}}");
      Sql.run(connection, "BEGIN", "UPDATE t SET a = zeroblob(5000)");
      assertThat(Sql.one(connection, "SELECT kvsql_cache() ->> '$.main.coherent'"))
          .as("changes are pending")
          .isEqualTo("null");
      Sql.run(connection, "ROLLBACK");
    }
  }

  private static long stat(Connection connection, String path) throws SQLException {
    return Long.parseLong(Sql.one(connection, "SELECT kvsql_stats() ->> '" + path + "'"));
  }
}
