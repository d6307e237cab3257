package dev.kvsql.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.cli.statement.DriverMessage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places of errors, as SQLite itself tells them; an at sign stands before the right one. */
final class ErrorPlaceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@SELEC 1",
        "SELECT 1 FORM @t",
        "SELECT (1 + (2)) @) FROM t",
        "SELECT 1 FROM t WHERE a = 1 @WHERE b = 2",
        "SELECT 't' AS a, b x @x.x FROM t",
        "SELECT a FROM t -- x\n x @x",
        "SELECT @nme FROM t",
        "SELECT a, t.@zz FROM t",
        "SELECT * FROM @tt",
        "SELECT @uper(a) FROM t",
        "SELECT a FROM t WHERE a = @'x",
        "SELECT a, @# FROM t",
        "INSERT INTO t VALUES(1, 2@;",
        "SELECT a FROM t ORDER BY@"
      })
  void thePlaceIsThatOfTheToken(String marked) throws SQLException {
    String sql = marked.replace("@", "");

    assertThat(place(sql)).as(sql).hasValue(marked.indexOf('@'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT zz, 1 AS a FROM t WHERE zz = 1",
        "PRAGMA cache_size = ) )",
        "INSERT INTO t VALUES(1, 2, 3)",
        "CREATE TABLE t(a)"
      })
  void noPlaceIsBetterThanAWrongOne(String sql) throws SQLException {
    assertThat(place(sql)).as(sql).isEmpty();
  }

  private static OptionalInt place(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      connection.createStatement().execute("CREATE TABLE t(a, b)");
      String message = error(connection, sql);
      assertThat(message).as("the error in %s", sql).isNotEmpty();
      return new ErrorPlace(sql, text -> error(connection, text)).of(message);
    }
  }

  private static String error(Connection connection, String sql) {
    try (PreparedStatement _ = connection.prepareStatement(sql)) {
      return "";
    } catch (SQLException e) {
      return DriverMessage.plain(e).replace(" (SQLITE_ERROR)", "");
    }
  }
}
