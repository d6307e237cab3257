package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every side has the same rows and the same keys in the same order. */
final class BenchTableTest {
  private final BenchTable table = new BenchTable(50, 3);

  @Test
  void allKeysAreEveryRowOnce() {
    assertThat(table.keys(50, 1))
        .containsExactlyInAnyOrder(IntStream.rangeClosed(1, 50).toArray())
        .isNotEqualTo(IntStream.rangeClosed(1, 50).toArray());
  }

  @Test
  void theKeysDependOnSeedAndRoundOnly() {
    assertThat(table.keys(10, 1)).isEqualTo(new BenchTable(50, 3).keys(10, 1)).hasSize(10);
    assertThat(table.keys(10, 1)).isNotEqualTo(table.keys(10, 2));
    assertThat(table.keys(10, 1)).isNotEqualTo(new BenchTable(50, 9).keys(10, 1));
  }

  @Test
  void theTableThatIsReadIsFourTimesSqlitesPageCache(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("db");

    new BenchTable(Counts.FOUR_CACHES_OF_ROWS, 1).createIn(Engine.SQLITE_DELETE, file);

    assertThat(Files.size(file)).isCloseTo(4 * 2000 * 1024, withinPercentage(1));
  }

  @Test
  void aDatabaseOfAskedSizeHasIt(@TempDir Path dir) throws Exception {
    try (Workplace place = Workplace.in(dir)) {
      LargeDatabase database = new LargeDatabase(place, 8 << 20, 1);

      assertThat(database.sizeBytes()).isCloseTo(8 << 20, withinPercentage(5));
      for (Engine engine : List.of(Engine.SQLITE_DELETE, Engine.KVSQL)) {
        try (Connection connection = engine.open(database.path(engine))) {
          assertThat(database.table().nanosToScan(connection)).isPositive();
        }
      }
    }
  }

  @Test
  void aRowHasAHundredCharacters() {
    assertThat(BenchTable.body(table.random(1))).hasSize(100);
  }
}
