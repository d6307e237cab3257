package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.file.StoreShape;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A store that fails: the exception says why, nothing half done stays, and work goes on. */
final class MountFailureTest {
  private final MemoryChunkStore below = new MemoryChunkStore();
  private final FaultyChunkStore store = new FaultyChunkStore(below);
  private final Mount mount;

  MountFailureTest() throws SQLException {
    mount = Mount.of(store, new MountOptions(0, MountOptions.Use.READ_WRITE));
  }

  @BeforeEach
  void fill() throws SQLException {
    try (Connection connection = mount.connect()) {
      MountTest.fill(connection, 20, 1000);
    }
  }

  @AfterEach
  void wholeInTheEnd() throws SQLException {
    store.heal();
    mount.close();
    StoreShape.assertWellFormed(below);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MEMORY", "DELETE", "TRUNCATE", "PERSIST"})
  void aCommitThatFailsSaysWhyAndTheNextOneWorks(String mode) throws Exception {
    try (Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=" + mode);
      store.failApply(1);
      assertStoreFailure(() -> Sql.run(connection, "UPDATE t SET a = zeroblob(1500)"));
      assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t")).isEqualTo("20000");
      Sql.run(connection, "UPDATE t SET a = zeroblob(500)");
      assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t")).isEqualTo("10000");
    }
    assertSum(10000);
  }

  /** Fails each batch of a commit in turn, and for longer and longer. */
  @ParameterizedTest
  @CsvSource({
    "MEMORY, 4096",
    "DELETE, 4096",
    "TRUNCATE, 4096",
    "PERSIST, 4096",
    "MEMORY, 1024",
    "DELETE, 1024"
  })
  void wheneverTheStoreFailsACommitIsThereOrNot(String mode, int pageSize) throws Exception {
    try (Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA page_size=" + pageSize, "VACUUM");
    }
    int length = 1000;
    for (int nth = 1; nth <= 6; nth++) {
      for (int count = 1; count <= 3; count++) {
        boolean failed = false;
        try (Connection connection = mount.connect()) {
          Sql.run(connection, "PRAGMA journal_mode=" + mode, "PRAGMA cache_size=2");
          Sql.run(connection, "PRAGMA busy_timeout=0");
          store.failApply(nth, count, () -> new StoreException.Failed("no", null));
          try {
            Sql.run(connection, "UPDATE t SET a = zeroblob(" + (length + 10) + ")");
          } catch (SQLException e) {
            failed = true;
          }
        }
        store.heal();
        length += failed ? 0 : 10;
        try (Connection connection = mount.connect()) {
          assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
          String what = "%s, %d failures from batch %d on, failed: %s";
          assertThat(Sql.one(connection, "SELECT min(length(a)) || ' ' || max(length(a)) FROM t"))
              .as(what, mode, count, nth, failed)
              .isEqualTo(length + " " + length);
        }
      }
    }
  }

  @Test
  void aReadThatFailsSaysWhyAndTheNextOneWorks() throws Exception {
    try (Connection connection = mount.connect()) {
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("20");
      Sql.run(connection, "PRAGMA shrink_memory");
      store.failGet(1, 1);
      assertStoreFailure(() -> Sql.one(connection, "SELECT sum(length(a)) FROM t"));
      assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t")).isEqualTo("20000");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPreparedStatementSaysWhyAsWell(boolean batch) throws Exception {
    try (Connection connection = mount.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t(a) VALUES(?)")) {
      insert.setInt(1, 5);
      insert.addBatch();
      store.failApply(1);
      assertStoreFailure(batch ? insert::executeBatch : insert::executeUpdate);
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("20");
    }
  }

  @Test
  void aStoreThatFailsWhileConnectingSaysWhy() throws Exception {
    store.failGet(2, 5);
    assertThatThrownBy(mount::connect)
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(StoreException.Failed.class),
            e -> assertThat(e).hasCauseInstanceOf(StoreException.Failed.class));
    store.heal();
    assertSum(20000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
  void aFullDiskIsSqliteFull(String reason) throws Exception {
    IOException cause = new IOException(reason);
    try (Connection connection = mount.connect()) {
      store.failApply(
          1, 1, () -> new StoreException.Failed("a.kv: cannot be written: " + reason, cause));
      assertThatThrownBy(() -> Sql.run(connection, "UPDATE t SET a = zeroblob(1500)"))
          .hasMessageContaining("a.kv: cannot be written: " + reason)
          .hasRootCause(cause)
          .isInstanceOfSatisfying(
              SQLiteException.class,
              e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_FULL));
      Sql.run(connection, "UPDATE t SET a = zeroblob(500)");
    }
    assertSum(10000);
  }

  @Test
  void anErrorInTheStoreDoesNotEndTheJvm() throws Exception {
    try (Connection connection = mount.connect()) {
      store.failApply(1, 1, () -> new IllegalStateException("a bug"));
      assertThatThrownBy(() -> Sql.run(connection, "UPDATE t SET a = 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("a bug")
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t")).isEqualTo("20000");
    }
  }

  @Test
  void anOrdinaryErrorStaysWhatItIs() throws Exception {
    try (Connection connection = mount.connect()) {
      assertThatThrownBy(() -> Sql.run(connection, "SELECT * FROM nowhere"))
          .isInstanceOf(SQLException.class)
          .hasNoCause()
          .hasMessageContaining("no such table: nowhere");
    }
  }

  /** A failure that SQLite did not report belongs to no statement that comes after. */
  @Test
  void anOldFailureIsNotBlamedForALaterError() throws Exception {
    Connection failing = mount.connect();
    Sql.run(failing, "PRAGMA cache_size=2", "BEGIN", "UPDATE t SET a = zeroblob(2000)");
    store.failApply(1, 1000, () -> new StoreException.Failed(FaultyChunkStore.MESSAGE, null));
    store.failGet(1, 1000);
    failing.close();
    store.heal();
    try (Connection connection = mount.connect()) {
      assertThatThrownBy(() -> Sql.run(connection, "SELECT * FROM nowhere"))
          .isInstanceOf(SQLException.class)
          .hasNoCause()
          .message()
          .doesNotContain(FaultyChunkStore.MESSAGE);
    }
  }

  private interface Action {
    void run() throws SQLException;
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertStoreFailure(Action action) {
    return assertThatThrownBy(action::run)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(FaultyChunkStore.MESSAGE)
        .hasCauseInstanceOf(StoreException.Failed.class);
  }

  private void assertSum(int bytes) throws SQLException {
    try (Connection connection = mount.connect()) {
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
      assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t"))
          .isEqualTo(String.valueOf(bytes));
    }
  }
}
