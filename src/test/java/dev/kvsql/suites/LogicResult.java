package dev.kvsql.suites;

import dev.kvsql.suites.LogicRecord.Sort;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query found, as sqllogictest writes it: a value after the other.
 *
 * @param values sorted as the query says
 */
record LogicResult(List<String> values) {
  private static final int SQLITE_ERROR = 1;

  /** As many digits as SQLite's printf writes of a floating point number; zeros follow. */
  private static final MathContext DIGITS = new MathContext(16, RoundingMode.HALF_UP);

  /**
   * Runs a query. An error that a function raises ends the result, as it does for sqllogictest's
   * own program: where {@code sum()} overflows, its scripts expect nothing.
   *
   * @throws SQLException when SQLite fails otherwise, or there are more or fewer columns than types
   */
  static LogicResult of(PreparedStatement query, String types, Sort sort) throws SQLException {
    int columns = query.getMetaData().getColumnCount();
    if (columns != types.length()) {
      throw new SQLException("%d columns for the types %s".formatted(columns, types));
    }
    List<String[]> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows, types));
      }
    } catch (SQLException e) {
      if (e.getErrorCode() != SQLITE_ERROR) {
        throw e;
      }
    }
    return of(found, sort);
  }

  private static String[] row(ResultSet rows, String types) throws SQLException {
    String[] row = new String[types.length()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(rows, i + 1, types.charAt(i));
    }
    return row;
  }

  private static LogicResult of(List<String[]> rows, Sort sort) {
    if (sort == Sort.ROWSORT) {
      rows.sort(Arrays::compare);
    }
    List<String> values = new ArrayList<>(rows.stream().flatMap(Arrays::stream).toList());
    if (sort == Sort.VALUESORT) {
      values.sort(Comparator.naturalOrder());
    }
    return new LogicResult(values);
  }

  private static String value(ResultSet rows, int column, char type) throws SQLException {
    String value =
        switch (type) {
          case 'I' -> Long.toString(rows.getLong(column));
          case 'R' -> real(rows.getDouble(column));
          default -> text(rows.getString(column));
        };
    return rows.wasNull() ? "NULL" : value;
  }

  /** As SQLite's printf writes it by {@code %.3f}. */
  private static String real(double value) {
    String sign = Math.copySign(1, value) < 0 ? "-" : "";
    BigDecimal digits = new BigDecimal(Math.abs(value)).round(DIGITS);
    return sign + digits.setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  /** Each byte that cannot be printed becomes an at sign. */
  private static String text(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "(empty)";
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~') {
        bytes[i] = '@';
      }
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /**
   * What stands below a query: its values, or how many there are and their hash.
   *
   * @param hashThreshold most values that are listed; 0 when all are
   */
  List<String> lines(int hashThreshold) {
    return hashThreshold > 0 && values.size() > hashThreshold
        ? List.of("%d values hashing to %s".formatted(values.size(), md5()))
        : values;
  }

  /** The MD5 of all values, each with a line end. */
  private String md5() {
    String text = String.join("\n", values) + "\n";
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
