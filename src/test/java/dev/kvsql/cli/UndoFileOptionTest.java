package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of undo records. */
final class UndoFileOptionTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 2, 3, 4, 5);

  @TempDir private Path dir = Path.of("");

  private String free(String database) {
    Path free = UndoFileOption.free(dir.resolve("app.kv"), database, NOW);
    assertThat(free).hasParentRaw(dir);
    return free.getFileName().toString();
  }

  @Test
  void aRecordIsNamedAfterTheStoreTheTimeAndAnyDatabaseButMain() {
    assertThat(free("main")).isEqualTo("app.kv.undo-20260102-030405");
    assertThat(free("b/c d-1.x")).isEqualTo("app.kv.undo-20260102-030405-b_c_d-1.x");
  }

  @Test
  void aRecordOfTheSameSecondHasANumberBehindItsName() throws IOException {
    Files.createFile(dir.resolve(free("a b")));
    assertThat(free("a/b")).isEqualTo("app.kv.undo-20260102-030405-a_b-2");

    Files.createSymbolicLink(dir.resolve(free("a/b")), dir.resolve("nowhere"));
    assertThat(free("a_b")).isEqualTo("app.kv.undo-20260102-030405-a_b-3");
  }
}
