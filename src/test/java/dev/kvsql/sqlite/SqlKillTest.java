package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.NumberedTransactions.JournalMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes that are killed while they run SQL, 36 of them, two at a time. Each goes on with the
 * store that the one before left: whatever it was doing, no transaction that was acknowledged is
 * lost, and none is there in part. Processes with many connections are killed elsewhere, in the
 * modes that can have them.
 */
@Execution(ExecutionMode.CONCURRENT)
final class SqlKillTest {
  private static final int ROUNDS = 5;
  private static final int ROUNDS_OF_ONE_CONNECTION = 8;
  private static final List<String> SYNCHRONOUS = List.of("FULL", "NORMAL", "OFF");

  @TempDir Path dir;

  static Stream<Arguments> modesAndSeeds() {
    return Arrays.stream(JournalMode.values())
        .flatMap(mode -> Seeds.of(0).mapToObj(seed -> Arguments.of(mode, seed)));
  }

  @ParameterizedTest
  @MethodSource("modesAndSeeds")
  void everyAcknowledgedTransactionSurvivesAndIsWhole(JournalMode mode, long seed)
      throws Exception {
    Random random = new Random(seed);
    Path store = dir.resolve("a.kv");
    create(store, 512 << random.nextInt(8));
    boolean elsewhere = mode != JournalMode.WAL && mode != JournalMode.OFF;
    int rounds = elsewhere ? ROUNDS : ROUNDS_OF_ONE_CONNECTION;
    int known = 0;
    for (int round = 0; round < rounds; round++) {
      int acknowledged = Math.max(known, killed(store, mode, round, random));
      String what =
          "seed %d, round %d, %s, synchronous %s".formatted(seed, round, mode, synchronous(round));
      known = read(store);
      assertThat(known).as(what).isBetween(acknowledged, acknowledged + 1);
      assertThat(check(store))
          .as(what)
          .isIn(CheckReport.Verdict.CLEAN, CheckReport.Verdict.RECOVERY_PENDING);
      // Otherwise it is left to the next process, which may be killed as it recovers.
      if (random.nextBoolean()) {
        assertThat(recovered(store)).as(what).isEqualTo(known);
        assertThat(check(store)).as(what).isEqualTo(CheckReport.Verdict.CLEAN);
      }
    }
    assertThat(recovered(store)).isEqualTo(known);
  }

  private static String synchronous(int round) {
    return SYNCHRONOUS.get(round % SYNCHRONOUS.size());
  }

  private static void create(Path store, int pageSize) throws SQLException {
    try (MapDbStore made = MapDbStore.create(store)) {
      made.createDatabase("main");
    }
    try (Connection connection = Mount.open(store, "main")) {
      NumberedTransactions.create(connection, pageSize);
    }
  }

  /**
   * Kills a child after some acknowledged transactions, or as it opens the store; gives the last
   * one that it acknowledged, or 0.
   */
  private static int killed(Path store, JournalMode mode, int round, Random random)
      throws Exception {
    String workload = String.valueOf(random.nextLong());
    int commits = round % 4 == 3 ? 0 : 1 + random.nextInt(60);
    int micros = random.nextInt(commits == 0 ? 400_000 : 6_000);
    try (ChildJvm child =
        ChildJvm.start(
            NumberedTransactions.class,
            store.toString(),
            mode.name(),
            synchronous(round),
            workload)) {
      String last = "0";
      assertThat(child.line()).isEqualTo("opens");
      for (int i = 0; i < commits; i++) {
        last = child.line();
        assertThat(last).as("a line of a child that goes on until it is killed").isNotNull();
      }
      Thread.sleep(micros / 1000, micros % 1000 * 1000);
      child.kill();
      List<String> rest = child.rest();
      return Integer.parseInt(rest.isEmpty() ? last : rest.getLast());
    }
  }

  /** The last transaction, as a reader finds it, who leaves a pending recovery where it is. */
  private static int read(Path store) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:kvsql:" + store + "?mode=ro")) {
      return NumberedTransactions.requireWhole(connection);
    }
  }

  private static int recovered(Path store) throws SQLException {
    try (Connection connection = Mount.open(store, "main")) {
      return NumberedTransactions.requireWhole(connection);
    }
  }

  private static CheckReport.Verdict check(Path store) {
    try (MapDbStore open = MapDbStore.open(store, Access.READ)) {
      return StoreCheck.of(open, open.databases(), Level.FULL, Severity.WARN).verdict();
    }
  }
}
