package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.file.StoreShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Several connections to one mount: locks, and who sees what. */
final class MountConnectionsTest {
  private final MemoryChunkStore store = new MemoryChunkStore();
  private final Mount mount;
  private final Connection writer;
  private final Connection reader;

  MountConnectionsTest() throws SQLException {
    mount = Mount.of(store, MountOptions.defaults());
    writer = mount.connect();
    reader = mount.connect();
  }

  @BeforeEach
  void fill() throws SQLException {
    Sql.run(writer, "PRAGMA busy_timeout=0");
    Sql.run(reader, "PRAGMA busy_timeout=0");
    MountTest.fill(writer, 20, 1000);
    assertThat(count(reader)).isEqualTo("20");
  }

  @AfterEach
  void close() throws SQLException {
    writer.close();
    reader.close();
    mount.close();
    StoreShape.assertWellFormed(store);
  }

  @Test
  void aReaderSeesWhatWasCommittedAndNothingElse() throws Exception {
    assertThat(count(reader)).isEqualTo("20");
    Sql.run(writer, "BEGIN", "INSERT INTO t(a) VALUES(1)");
    assertThat(count(reader)).isEqualTo("20");
    assertThat(count(writer)).isEqualTo("21");
    Sql.run(writer, "COMMIT");
    assertThat(count(reader)).isEqualTo("21");
  }

  @Test
  void aReaderIsBusyWhileTheWriterHasSpilled() throws Exception {
    Sql.run(writer, "PRAGMA cache_size=2", "BEGIN", "UPDATE t SET a = zeroblob(2000)");
    assertBusy(() -> count(reader));
    Sql.run(writer, "ROLLBACK");
    assertThat(Sql.one(reader, "SELECT sum(length(a)) FROM t")).isEqualTo("20000");
  }

  @Test
  void aWriterCannotCommitWhileSomebodyReadsAndThenCan() throws Exception {
    Sql.run(reader, "BEGIN");
    assertThat(count(reader)).isEqualTo("20");
    Sql.run(writer, "BEGIN", "DELETE FROM t");
    assertBusy(() -> Sql.run(writer, "COMMIT"));
    assertThat(count(reader)).as("in its transaction").isEqualTo("20");
    Sql.run(reader, "COMMIT");
    Sql.run(writer, "COMMIT");
    assertThat(count(reader)).isEqualTo("0");
  }

  @Test
  void onlyOneMayWriteAtATime() throws Exception {
    Sql.run(writer, "BEGIN IMMEDIATE");
    assertBusy(() -> Sql.run(reader, "BEGIN IMMEDIATE"));
    assertBusy(() -> Sql.run(reader, "DELETE FROM t"));
    Sql.run(writer, "COMMIT");
    Sql.run(reader, "DELETE FROM t WHERE id = 1");
    assertThat(count(writer)).isEqualTo("19");
  }

  @Test
  void exclusiveKeepsReadersOut() throws Exception {
    Sql.run(writer, "BEGIN EXCLUSIVE");
    assertBusy(() -> count(reader));
    Sql.run(writer, "COMMIT");
    assertThat(count(reader)).isEqualTo("20");
  }

  @Test
  void aConnectionThatClosesInATransactionLeavesNothing() throws Exception {
    try (Connection third = mount.connect()) {
      Sql.run(third, "PRAGMA cache_size=2", "BEGIN", "UPDATE t SET a = zeroblob(3000)");
    }
    assertThat(Sql.one(reader, "SELECT sum(length(a)) FROM t")).isEqualTo("20000");
    assertThat(Sql.all(reader, "PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void aReaderThatClosesDoesNotCommitForAnother() throws Exception {
    Sql.run(writer, "BEGIN", "UPDATE t SET a = 1");
    Connection third = mount.connect();
    assertThat(count(third)).isEqualTo("20");
    third.close();
    Sql.run(writer, "ROLLBACK");
    assertThat(Sql.one(reader, "SELECT sum(length(a)) FROM t")).isEqualTo("20000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MEMORY", "DELETE", "TRUNCATE", "PERSIST", "WAL"})
  void fourThreadsCountTogether(String mode) throws Exception {
    Sql.run(writer, "CREATE TABLE c(n)", "INSERT INTO c VALUES(0)");
    // SQLite waits for nobody while it changes to WAL: whoever is second finds it changed.
    Sql.run(writer, "PRAGMA journal_mode=" + mode);
    int threads = 4;
    int rounds = 25;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(() -> countUp(mode, rounds)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    assertThat(Sql.one(reader, "SELECT n FROM c")).isEqualTo(String.valueOf(threads * rounds));
    assertThat(Sql.all(reader, "PRAGMA integrity_check")).containsExactly("ok");
  }

  private boolean countUp(String mode, int rounds) throws SQLException {
    try (Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA busy_timeout=20000", "PRAGMA journal_mode=" + mode);
      for (int i = 0; i < rounds; i++) {
        Sql.run(connection, "BEGIN IMMEDIATE", "UPDATE c SET n = n + 1", "COMMIT");
      }
    }
    return true;
  }

  private interface Action {
    void run() throws SQLException;
  }

  private static void assertBusy(Action action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            SQLiteException.class,
            e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_BUSY));
  }

  private static String count(Connection connection) throws SQLException {
    return Sql.one(connection, "SELECT count(*) FROM t");
  }
}
