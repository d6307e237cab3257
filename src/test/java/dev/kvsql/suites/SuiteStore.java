package dev.kvsql.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A store file with one database, empty at first, and a connection to it. */
final class SuiteStore implements AutoCloseable {
  private final Path path;
  private final Store store;
  private final Mount mount;
  private final Connection connection;

  /**
   * Makes the store.
   *
   * @param cacheBytes most bytes in the read cache; 0 for none
   * @param synchronous what SQLite waits for: OFF for nothing, FULL for each commit
   */
  SuiteStore(Path path, long cacheBytes, String synchronous) throws SQLException {
    this.path = path;
    store = MapDbStore.create(path);
    ChunkStore chunks = store.createDatabase(Store.DEFAULT_DATABASE, Checksums.CRC32C);
    mount = Mount.of(chunks, new MountOptions(cacheBytes, MountOptions.Use.READ_WRITE));
    connection = mount.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous=" + synchronous);
    }
  }

  Connection connection() {
    return connection;
  }

  /** Closes everything, and finds nothing wrong with what is left in the file. */
  @Override
  public void close() throws SQLException {
    connection.close();
    mount.close();
    store.close();
    try (Store reopened = MapDbStore.open(path, Access.READ)) {
      // What PERSIST and TRUNCATE leave of a journal is worth a notice.
      CheckReport report = StoreCheck.of(reopened, reopened.databases(), Level.FULL, Severity.WARN);
      assertThat(report.verdict()).as("%s", report).isEqualTo(CheckReport.Verdict.CLEAN);
    }
  }
}
