package dev.kvsql.jmh;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A SELECT of one row in a transaction of its own, whose page SQLite has in its cache: what is left
 * are the calls to the file system, to lock, to see whether the file has changed, and to unlock.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RoundTripBenchmark {
  /** Where the database is. */
  public enum Place {
    /** A SQLite file. */
    FILE,
    /** A mounted store. */
    MOUNT
  }

  /** JMH sets it. */
  @Param private Place place;

  private Path directory;
  private Connection connection;
  private PreparedStatement select;

  /** Makes the database. */
  @Setup
  public void open() throws IOException, SQLException {
    directory = Files.createTempDirectory("kvsql-jmh-");
    connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)");
      statement.execute("INSERT INTO t VALUES(1, 'one')");
    }
    select = connection.prepareStatement("SELECT body FROM t WHERE id = 1");
  }

  private Connection connect() throws SQLException {
    Path path = database();
    return switch (place) {
      case FILE -> DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
      case MOUNT -> {
        try (Store store = MapDbStore.create(path)) {
          store.createDatabase(Store.DEFAULT_DATABASE);
        }
        yield Mount.open(path, Store.DEFAULT_DATABASE);
      }
    };
  }

  private Path database() {
    return directory.resolve("database");
  }

  /** Removes the database. */
  @TearDown
  public void close() throws IOException, SQLException {
    select.close();
    connection.close();
    switch (place) {
      case FILE -> Files.delete(database());
      case MOUNT -> MapDbStore.remove(database());
    }
    Files.delete(directory);
  }

  /** The one row. */
  @Benchmark
  public String selectOneRow() throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
