package dev.kvsql.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.sqlite.MountOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every query of a part of the sqllogictest corpus finds on a mounted database what other engines
 * found, whatever is cached, and the store is clean afterwards.
 *
 * <p>{@code mvn test -Dtest=SqlLogicTest -Dkvsql.sqllogictest=PATH} runs another script, or all
 * scripts below a folder: the whole corpus, for one. With {@code -Psoak} each commit is forced to
 * the disk.
 */
final class SqlLogicTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("kvsql.sqllogictest", "src/test/resources/sqllogictest"));
  private static final long EIGHT_CHUNKS = 8 * 4096;

  private static List<LogicScript> scripts = List.of();

  @TempDir Path dir;

  @BeforeAll
  static void read() throws IOException {
    scripts = LogicScript.at(SCRIPTS);
  }

  @ParameterizedTest(name = "with {0} bytes of cache")
  @ValueSource(longs = {MountOptions.DEFAULT_CACHE_BYTES, EIGHT_CHUNKS, 0})
  void everyQueryFindsWhatItMust(long cacheBytes) throws SQLException {
    run(cacheBytes, "OFF");
  }

  @ParameterizedTest(name = "with {0} bytes of cache")
  @ValueSource(longs = {MountOptions.DEFAULT_CACHE_BYTES, EIGHT_CHUNKS, 0})
  @Tag("soak")
  void everyQueryFindsWhatItMustInForcedCommits(long cacheBytes) throws SQLException {
    run(cacheBytes, "FULL");
  }

  private void run(long cacheBytes, String synchronous) throws SQLException {
    LogicTally tally = LogicTally.NONE;
    for (LogicScript script : scripts) {
      Path path = dir.resolve(tally.files() + ".kv");
      try (SuiteStore store = new SuiteStore(path, cacheBytes, synchronous)) {
        tally = tally.plus(LogicRunner.run(store.connection(), script));
      }
    }
    System.out.printf("sqllogictest with %,d bytes of cache: %s%n", cacheBytes, tally);
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.passed()).isPositive();
  }
}
