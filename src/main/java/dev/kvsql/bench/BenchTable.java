package dev.kvsql.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
