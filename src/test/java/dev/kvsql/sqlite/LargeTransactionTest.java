package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transactions of several times the memory that the process has for its objects. */
final class LargeTransactionTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "MEMORY, COMMIT, 1572 of 1572",
    "MEMORY, ROLLBACK, 0 of 0",
    "DELETE, COMMIT, 1572 of 1572",
    "WAL, COMMIT, 1572 of 1572"
  })
  void ninetySixMebibytesGoThroughAHeapOf64(String mode, String end, String rows) throws Exception {
    assertThat(lines(64, mode, 96, end)).containsExactly(rows, rows);
  }

  @Tag("soak")
  @ParameterizedTest
  @CsvSource({
    "MEMORY, COMMIT, 33554 of 33554",
    "MEMORY, ROLLBACK, 0 of 0",
    "DELETE, COMMIT, 33554 of 33554",
    "WAL, COMMIT, 33554 of 33554"
  })
  void twoGibibytesGoThroughAHeapOfAQuarterOfThat(String mode, String end, String rows)
      throws Exception {
    assertThat(lines(512, mode, 2048, end)).containsExactly(rows, rows);
  }

  private List<String> lines(int heap, String mode, int mebibytes, String end) throws Exception {
    String path = dir.resolve("a.kv").toString();
    String bytes = String.valueOf(mebibytes);
    try (ChildJvm child =
        ChildJvm.startForWork(heap, LargeTransaction.class, path, mode, bytes, end)) {
      return child.rest();
    }
  }
}
