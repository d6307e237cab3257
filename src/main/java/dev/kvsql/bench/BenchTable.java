package dev.kvsql.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * A table of small rows with keys from 1 on.
 *
 * @param rows how many
 * @param seed of their text
 */
record BenchTable(int rows, long seed) {
  /** With key and record header a row takes somewhat more than 100 bytes. */
  private static final int BODY_CHARACTERS = 100;

  private static final int ROWS_PER_MIB = 9250;

  /** The table of a database with about as many bytes. */
  static BenchTable ofBytes(long bytes, long seed) {
    return new BenchTable(Math.toIntExact((bytes * ROWS_PER_MIB) >> 20), seed);
  }

  /** Makes the table, without rows. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bench(id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
    }
  }

  /** Makes a database with the table and its rows. */
  void createIn(Engine engine, Path path) throws SQLException {
    try (Connection connection = engine.open(path)) {
      create(connection);
      connection.setAutoCommit(false);
      insert(connection);
      connection.commit();
    }
  }

  /** Inserts the rows one by one. */
  void insert(Connection connection) throws SQLException {
    SplittableRandom random = new SplittableRandom(seed);
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bench VALUES(?, ?)")) {
      for (int id = 1; id <= rows; id++) {
        insert.setInt(1, id);
        insert.setString(2, body(random));
        insert.executeUpdate();
      }
    }
  }

  /** How long an aggregate over every row takes. */
  long nanosToScan(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT count(*), sum(length(body)) FROM bench")) {
      long start = System.nanoTime();
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || row.getInt(1) != rows) {
          throw new SQLException("rows are missing");
        }
      }
      return System.nanoTime() - start;
    }
  }

  /** Some of the keys, none twice, in random order. */
  int[] keys(int count, int round) {
    int[] keys = new int[rows];
    for (int i = 0; i < rows; i++) {
      keys[i] = i + 1;
    }
    SplittableRandom random = random(round);
    int[] chosen = new int[Math.min(count, rows)];
    for (int i = 0; i < chosen.length; i++) {
      int other = random.nextInt(i, rows);
      chosen[i] = keys[other];
      keys[other] = keys[i];
    }
    return chosen;
  }

  /** The choices of a round: the same for whoever asks. */
  SplittableRandom random(int round) {
    return new SplittableRandom(seed + round);
  }

  /** The text of a row. */
  static String body(SplittableRandom random) {
    char[] body = new char[BODY_CHARACTERS];
    for (int i = 0; i < body.length; i++) {
      body[i] = (char) ('a' + random.nextInt(26));
    }
    return new String(body);
  }
}
