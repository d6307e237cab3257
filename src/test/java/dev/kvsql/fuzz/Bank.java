package dev.kvsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What many writers do to one database, and what every reader must find. Transaction n of a writer
 * moves an amount between accounts, so that their sum stays; notes n as the writer's last; adds one
 * to a total over all writers; leaves a row of its own; and inserts text of up to nine chunks that
 * only says n, in place of the one of n - 3.
 */
final class Bank {
  static final int WRITERS = 5;
  private static final int ACCOUNTS = 150;
  private static final int KEPT = 3;

  /** How far each of these is off; zero in every state that a transaction leaves. */
  private static final String DISCREPANCIES =
      "SELECT (SELECT sum(amount) FROM account),"
          + " (SELECT n FROM total) - (SELECT sum(n) FROM writer),"
          + " (SELECT n FROM total) - (SELECT count(*) FROM done),"
          + " (SELECT count(*) FROM writer WHERE n <> (SELECT ifnull(max(done.n), 0)"
          + "   FROM done WHERE w = id)),"
          + " (SELECT count(*) FROM text WHERE a <> "
          + text("w", "n", "length(a) / 8")
          + "),"
          + " (SELECT sum(min(n, "
          + KEPT
          + ")) FROM writer) - (SELECT count(*) FROM text)";

  private Bank() {}

  static void create(Connection connection, int pageSize) throws SQLException {
    run(
        connection,
        "PRAGMA page_size=" + pageSize,
        "BEGIN",
        "CREATE TABLE account(id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT)",
        "CREATE INDEX account_note ON account(note)",
        "CREATE TABLE writer(id INTEGER PRIMARY KEY, n INTEGER NOT NULL)",
        "CREATE TABLE total(n INTEGER NOT NULL)",
        "CREATE TABLE done(w INTEGER, n INTEGER, PRIMARY KEY(w, n)) WITHOUT ROWID",
        "CREATE TABLE text(w INTEGER, n INTEGER, a TEXT, PRIMARY KEY(w, n))",
        counted(ACCOUNTS) + "INSERT INTO account SELECT x, 0, printf('%080d', x) FROM i",
        counted(WRITERS) + "INSERT INTO writer SELECT x, 0 FROM i",
        "INSERT INTO total VALUES(0)",
        "COMMIT");
  }

  private static String counted(int last) {
    return "WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < %d) "
        .formatted(last);
  }

  /** SQL for eight digits that say the writer and the number, so many times. */
  private static String text(String writer, String number, String times) {
    return "replace(hex(zeroblob(%s)), '00', printf('%%02d%%06d', %s, %s))"
        .formatted(times, writer, number);
  }

  /** The number of a writer's last transaction. */
  static int last(Connection connection, int writer) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT n FROM writer WHERE id = " + writer)) {
      return row.getInt(1);
    }
  }

  /** Does a writer's transaction, up to but not including its COMMIT. */
  static void transact(Connection connection, int writer, int number, Random random)
      throws SQLException {
    int first = 1 + random.nextInt(ACCOUNTS);
    int many = random.nextInt(8) == 0 ? ACCOUNTS : 6;
    int moved = random.nextInt(1000);
    run(
        connection,
        "BEGIN IMMEDIATE",
        "UPDATE writer SET n = %d WHERE id = %d".formatted(number, writer),
        "UPDATE total SET n = n + 1",
        "INSERT INTO done VALUES(%d, %d)".formatted(writer, number),
        added(-moved, first),
        "UPDATE account SET note = printf('%%080d', %d) || id WHERE id BETWEEN %d AND %d"
            .formatted(number, first, first + many),
        "INSERT INTO text SELECT %d, %d, ".formatted(writer, number)
            + text(
                String.valueOf(writer),
                String.valueOf(number),
                String.valueOf(1 + random.nextInt(4500))),
        "DELETE FROM text WHERE w = %d AND n <= %d".formatted(writer, number - KEPT),
        added(moved, 1 + random.nextInt(ACCOUNTS)));
  }

  private static String added(int amount, int id) {
    return "UPDATE account SET amount = amount + %d WHERE id = %d".formatted(amount, id);
  }

  /** How far the sums are off, in words; empty when everything is as it must be. */
  static String discrepancies(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(DISCREPANCIES)) {
      List<Integer> off = new ArrayList<>();
      for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
        off.add(row.getInt(column));
      }
      return off.stream().allMatch(each -> each == 0) ? "" : off.toString();
    }
  }

  /** Every transaction is there whole; returns each writer's last one. */
  static List<Integer> requireWhole(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet said = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(said.getString(1)).isEqualTo("ok");
    }
    assertThat(discrepancies(connection)).isEmpty();
    List<Integer> last = new ArrayList<>();
    for (int writer = 1; writer <= WRITERS; writer++) {
      last.add(last(connection, writer));
    }
    return last;
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
