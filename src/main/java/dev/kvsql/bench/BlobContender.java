package dev.kvsql.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.SplittableRandom;

/** Rows with a large blob, each inserted in a transaction of its own, into a new database. */
record BlobContender(Engine engine, Workplace place, int blobBytes, long seed)
    implements Contender {
  private static final int ROWS = 5;

  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException, IOException {
    Path directory = place.fresh("blob-" + side().id() + "-" + number);
    byte[] blob = new byte[blobBytes];
    new SplittableRandom(seed + number).nextBytes(blob);
    long[] nanos;
    try (Connection connection = engine.open(directory.resolve("blob"))) {
      nanos = insert(connection, blob);
    }
    Workplace.clear(directory);
    return Map.of(Figure.BLOB, nanos);
  }

  private static long[] insert(Connection connection, byte[] blob) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE blobs(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    }
    long[] nanos = new long[ROWS];
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO blobs(body) VALUES(?)")) {
      for (int i = 0; i < ROWS; i++) {
        long start = System.nanoTime();
        insert.setBytes(1, blob);
        insert.executeUpdate();
        nanos[i] = System.nanoTime() - start;
      }
    }
    return nanos;
  }
}
