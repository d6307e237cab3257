package dev.kvsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes with eight connections to one store that are killed amid their work, each with the
 * store that the one before left: no commit that was acknowledged is lost, none is there in part,
 * and no reader has ever seen one in part. {@code mvn -Psoak test} goes on for ever.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ManyConnectionsKillTest {
  private static final int ROUNDS = 3;

  /** A killed process loses nothing that the system has, whether or not it was told to sync. */
  private static final List<String> SYNCHRONOUS = List.of("OFF", "FULL", "NORMAL");

  @TempDir Path dir;

  static Stream<String> modes() {
    Stream<String> journals = Stream.of("MEMORY", "DELETE", "TRUNCATE", "PERSIST");
    return Features.SHARED_WAL ? Stream.concat(journals, Stream.of("WAL")) : journals;
  }

  static Stream<Arguments> modesAndSeeds() {
    return modes().flatMap(mode -> Seeds.of(0).mapToObj(seed -> Arguments.of(mode, seed)));
  }

  @ParameterizedTest
  @MethodSource("modesAndSeeds")
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyAcknowledgedCommitOfEightConnectionsSurvivesAndIsWhole(String mode, long seed)
      throws Exception {
    Run run = new Run(dir.resolve("a.kv"), mode, seed);
    for (int round = 0; round < ROUNDS; round++) {
      run.round(round);
    }
    run.recover();
  }

  @ParameterizedTest
  @MethodSource("modes")
  @Tag("soak")
  void killsWithoutEndLoseNothing(String mode) throws Exception {
    long seed = System.nanoTime();
    Run run = new Run(dir.resolve("a.kv"), mode, seed);
    for (long round : (Iterable<Long>) LongStream.iterate(0, n -> n + 1)::iterator) {
      run.round(round);
    }
  }

  /** A store, and what must be in it by now: each writer's last acknowledged commit. */
  private static final class Run {
    private final Path store;
    private final String mode;
    private final long seed;
    private final Random random;
    private List<Integer> acknowledged = Collections.nCopies(Bank.WRITERS, 0);

    Run(Path store, String mode, long seed) throws SQLException {
      this.store = store;
      this.mode = mode;
      this.seed = seed;
      random = new Random(seed);
      try (MapDbStore made = MapDbStore.create(store)) {
        made.createDatabase("main");
      }
      try (Connection connection = Mount.open(store, "main")) {
        Bank.create(connection, 512 << random.nextInt(8));
      }
    }

    void round(long round) throws Exception {
      String synchronous = SYNCHRONOUS.get((int) (round % SYNCHRONOUS.size()));
      String what = "seed %d, %s, round %d, %s".formatted(seed, mode, round, synchronous);
      kill(synchronous, round % 6 == 5 ? 0 : 1 + random.nextInt(80), what);
      try (Connection connection =
          DriverManager.getConnection("jdbc:kvsql:" + store + "?mode=ro")) {
        requireAcknowledged(Bank.requireWhole(connection), what);
      }
      assertThat(check())
          .as(what)
          .isIn(CheckReport.Verdict.CLEAN, CheckReport.Verdict.RECOVERY_PENDING);
      // Otherwise it is left to the next process, which may be killed as it recovers.
      if (random.nextBoolean()) {
        recover();
        assertThat(check()).as(what).isEqualTo(CheckReport.Verdict.CLEAN);
      }
    }

    void recover() throws SQLException {
      try (Connection connection = Mount.open(store, "main")) {
        assertThat(Bank.requireWhole(connection)).isEqualTo(acknowledged);
      }
    }

    /** After so many commits, or with none as it opens the store. */
    private void kill(String synchronous, int commits, String what) throws Exception {
      int micros = random.nextInt(commits == 0 ? 300_000 : 20_000);
      List<String> lines = new ArrayList<>();
      try (ChildJvm child =
          ChildJvm.start(
              BankProcess.class,
              store.toString(),
              mode,
              synchronous,
              String.valueOf(random.nextLong()))) {
        assertThat(child.line()).isEqualTo("opens");
        for (int i = 0; i < commits; i++) {
          lines.add(String.valueOf(child.line()));
        }
        Thread.sleep(micros / 1000, micros % 1000 * 1000);
        child.kill();
        lines.addAll(child.rest());
      }
      assertThat(lines).as(what).allMatch(line -> line.matches("\\d+ \\d+"));
      List<Integer> last = new ArrayList<>(acknowledged);
      lines.stream()
          .map(line -> line.split(" "))
          .forEach(line -> last.set(Integer.parseInt(line[0]) - 1, Integer.parseInt(line[1])));
      acknowledged = last;
    }

    /** Of what was not acknowledged, each writer may have one commit in the store, no more. */
    private void requireAcknowledged(List<Integer> found, String what) {
      for (int writer = 0; writer < Bank.WRITERS; writer++) {
        int known = acknowledged.get(writer);
        assertThat(found.get(writer))
            .as("%s, writer %d", what, writer + 1)
            .isBetween(known, known + 1);
      }
      acknowledged = found;
    }

    private CheckReport.Verdict check() {
      try (MapDbStore open = MapDbStore.open(store, Access.READ)) {
        return StoreCheck.of(open, open.databases(), Level.FULL, Severity.WARN).verdict();
      }
    }
  }
}
