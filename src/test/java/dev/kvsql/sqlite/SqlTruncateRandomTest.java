package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random scripts that grow and shrink a database: the same bytes on a file and on a mount. */
final class SqlTruncateRandomTest {
  private static final int STEPS = 25;
  private static final List<Integer> PAGE_SIZES =
      List.of(512, 512, 1024, 1024, 2048, 4096, 8192, 65_536);
  @TempDir Path dir;

  static LongStream seeds() {
    return Seeds.of(40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyStatementLeavesTheSameBytes(long seed) throws Exception {
    Random random = new Random(seed);
    MountCache cache = MountCache.turn(random.nextInt(4));
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      new Run(side, random).run();
    }
  }

  private static final class Run {
    private final SideBySide side;
    private final Random random;
    private final boolean wal;
    private final boolean exclusive;
    private String mode = "MEMORY";
    private String sync = "";
    private SideBySide.Both sql;
    private SideBySide.Both reader;
    private int savepoints;
    private int lastId;

    Run(SideBySide side, Random random) throws Exception {
      this.side = side;
      this.random = random;
      wal = random.nextInt(5) == 0;
      exclusive = wal || random.nextInt(5) == 0;
      sql = side.connect();
      reader = sql;
    }

    void run() throws Exception {
      sql.run("PRAGMA page_size=" + any(PAGE_SIZES));
      sql.run("PRAGMA auto_vacuum=" + any(List.of("NONE", "FULL", "INCREMENTAL")));
      if (wal) {
        sql.run("PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL");
        mode = "WAL";
      }
      setUp();
      sql.within(Rows.CREATE, Rows.INDEX);
      if (!exclusive) {
        reader = side.connect();
      }
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0, 1 -> transaction();
          case 2 -> cut();
          case 3 -> change();
          default -> settled(write());
        }
      }
    }

    /** What a connection is told once. */
    private void setUp() throws Exception {
      sync = any(List.of("OFF", "OFF", "OFF", "OFF", "NORMAL", "FULL"));
      sql.within("PRAGMA synchronous=" + sync);
      sql.within("PRAGMA locking_mode=" + (exclusive ? "EXCLUSIVE" : "NORMAL"));
      sql.within("PRAGMA cache_size=" + any(List.of(2, 5, 20, 500)));
      sql.within("PRAGMA secure_delete=" + any(List.of("OFF", "ON", "FAST")));
      sql.within("PRAGMA journal_size_limit=" + any(List.of(-1, 0, 600, 4097, 5000, 20_000)));
      sql.within("PRAGMA wal_autocheckpoint=" + any(List.of(0, 5, 40)));
    }

    private <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private String write() {
      int some = 1 + random.nextInt(12);
      int bytes = 8 + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 1200);
      return switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          lastId += some;
          yield Rows.insert(lastId - some + 1, lastId, bytes);
        }
        case 3 -> Rows.update("id % " + some + " = 0", bytes);
        case 4 -> "DELETE FROM t WHERE id % " + some + " = 0";
        case 5 -> "DELETE FROM t WHERE id > " + random.nextInt(lastId + 1);
        case 6 -> "DELETE FROM t WHERE id < " + random.nextInt(lastId + 1);
        default -> "PRAGMA incremental_vacuum(" + some + ")";
      };
    }

    /** Who locks exclusively keeps what is neither a commit nor synced for the next commit. */
    private void settled(String statement) throws Exception {
      boolean kept = (wal && sync.equals("OFF")) || !statement.startsWith("WITH");
      if (exclusive && kept) {
        sql.within(statement);
      } else {
        sql.run(statement);
        assertThat(reader.ask(Rows.DIGEST)).isEqualTo(sql.ask(Rows.DIGEST));
      }
    }

    private void cut() throws Exception {
      switch (random.nextInt(5)) {
        case 0 -> settled("PRAGMA incremental_vacuum");
        case 1 -> {
          sql.within("PRAGMA page_size=" + any(PAGE_SIZES));
          settled("VACUUM");
        }
        case 2 -> {
          sql.within("BEGIN", "DROP TABLE t", Rows.CREATE);
          settled("COMMIT");
        }
        case 3 -> settled("DELETE FROM t");
        default -> settled("VACUUM");
      }
    }

    private void change() throws Exception {
      switch (random.nextInt(4)) {
        case 0 -> kill();
        case 1 -> {
          side.closeConnections();
          mode = wal ? "WAL" : "MEMORY";
          sql = side.connect();
          reader = exclusive ? sql : side.connect();
          setUp();
        }
        case 2 -> {
          SideBySide.Both other = reader;
          reader = sql;
          sql = other;
          setUp();
          mode = sql.within("PRAGMA journal_mode").toUpperCase(Locale.ROOT);
        }
        default -> {
          if (wal) {
            String how = any(List.of("PASSIVE", "FULL", "RESTART", "TRUNCATE"));
            sql.within("PRAGMA wal_checkpoint(" + how + ")");
          } else {
            mode = any(List.of("DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF"));
            settled("PRAGMA journal_mode=" + mode);
          }
        }
      }
    }

    private void transaction() throws Exception {
      sql.within("BEGIN");
      savepoints = 0;
      for (int i = random.nextInt(8); i >= 0; i--) {
        sql.within(write());
        if (mode.equals("OFF")) {
          continue;
        }
        switch (random.nextInt(8)) {
          case 0 -> sql.within("SAVEPOINT s" + savepoints++);
          case 1 -> {
            if (savepoints > 0) {
              savepoints = random.nextInt(savepoints);
              sql.within("ROLLBACK TO s" + savepoints, "RELEASE s" + savepoints);
            }
          }
          case 2 -> failing();
          case 3 -> kill();
          default -> {}
        }
      }
      if (!mode.equals("OFF") && random.nextInt(3) == 0) {
        sql.within("ROLLBACK");
      } else {
        sql.within("COMMIT");
      }
      settled(Rows.DIGEST);
    }

    /** The last row of many is there already, when there is any. */
    private void failing() throws Exception {
      int last = Integer.parseInt(sql.within("SELECT coalesce(max(id), 0) FROM t"));
      if (last > 0) {
        sql.failing(Rows.insert(last - 2000, last, 300));
      }
    }

    private void kill() throws Exception {
      if (mode.equals("MEMORY") || mode.equals("OFF")) {
        return;
      }
      try (SideBySide killed = side.killed()) {
        killed.connect().ask(Rows.DIGEST);
      }
      try (SideBySide imported = side.imported()) {
        imported.connect().ask(Rows.DIGEST);
      }
    }
  }
}
