package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.file.StoreShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A store that fails at random moments, in reading and in writing, for a while or for good: every
 * transaction is there or not. Pages smaller than chunks and no cache make the VFS read where
 * SQLite only writes, so that rolling back fails half way as well.
 */
final class RandomFailureTest {
  private static final int TRANSACTIONS = 20;

  static LongStream seeds() {
    return Seeds.of(24);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTransactionIsThereOrNot(long seed) throws Exception {
    new Run(seed).run();
  }

  private static final class Run {
    private final long seed;
    private final Random random;
    private final MemoryChunkStore below = new MemoryChunkStore();
    private final FaultyChunkStore store = new FaultyChunkStore(below);
    private final String mode;

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
      mode = List.of("MEMORY", "MEMORY", "DELETE", "TRUNCATE", "PERSIST").get((int) (seed % 5));
    }

    void run() throws SQLException {
      try (Mount mount = Mount.of(store, new MountOptions(0, MountOptions.Use.READ_WRITE))) {
        try (Connection connection = mount.connect()) {
          Sql.run(connection, "PRAGMA page_size=512");
          Sql.run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, n, a)");
          Sql.run(connection, "CREATE INDEX i ON t(a)", "CREATE TABLE done(n)");
          Sql.run(connection, "INSERT INTO done VALUES(0)");
          Sql.run(
              connection,
              "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 200)"
                  + " INSERT INTO t SELECT x, 0, hex(zeroblob(30)) || (x * 7919 % 1009) FROM n");
        }
        int done = 0;
        for (int number = 1; number <= TRANSACTIONS; number++) {
          boolean commits = random.nextBoolean();
          boolean failed = transaction(mount, number, commits);
          store.heal();
          int now = check(mount, number);
          String what = "seed %d, %s, transaction %d, commits: %s, failed: %s";
          assertThat(now)
              .as(what, seed, mode, number, commits, failed)
              .isEqualTo(commits && !failed ? number : done);
          done = now;
          StoreShape.assertWellFormed(below);
        }
      }
    }

    /** Whether a statement failed. */
    private boolean transaction(Mount mount, int number, boolean commits) throws SQLException {
      Connection connection = mount.connect();
      try {
        Sql.run(connection, "PRAGMA busy_timeout=0", "PRAGMA journal_mode=" + mode);
        Sql.run(connection, "PRAGMA cache_size=" + (2 + random.nextInt(20)));
        if (random.nextInt(4) > 0) {
          store.failGet(1 + random.nextInt(300), new int[] {1, 3, 1000}[random.nextInt(3)]);
        }
        if (random.nextInt(3) == 0) {
          store.failApply(
              1 + random.nextInt(4),
              new int[] {1, 2, 1000}[random.nextInt(3)],
              () -> new StoreException.Failed(FaultyChunkStore.MESSAGE, null));
        }
        Sql.run(connection, "BEGIN");
        Sql.run(connection, "UPDATE done SET n = " + number);
        for (int i = random.nextInt(8); i >= 0; i--) {
          String value = Long.toHexString(random.nextLong()).repeat(1 + random.nextInt(8));
          Sql.run(
              connection,
              "UPDATE t SET n = %d, a = '%s' || id WHERE id %% 17 = %d"
                  .formatted(number, value, random.nextInt(17)));
        }
        Sql.run(connection, commits ? "COMMIT" : "ROLLBACK");
        return false;
      } catch (SQLException e) {
        assertThat(e.getMessage()).as("seed %d", seed).contains(FaultyChunkStore.MESSAGE);
        return true;
      } finally {
        if (random.nextBoolean()) {
          store.heal();
        }
        connection.close();
      }
    }

    /** The number of the last transaction that is there; it must be there whole. */
    private int check(Mount mount, int number) throws SQLException {
      try (Connection connection = mount.connect()) {
        String what = "seed %d, %s, after transaction %d";
        assertThat(Sql.all(connection, "PRAGMA integrity_check"))
            .as(what, seed, mode, number)
            .containsExactly("ok");
        int done = Integer.parseInt(Sql.one(connection, "SELECT n FROM done"));
        assertThat(Integer.parseInt(Sql.one(connection, "SELECT max(n) FROM t")))
            .as(what, seed, mode, number)
            .isLessThanOrEqualTo(done);
        return done;
      }
    }
  }
}
