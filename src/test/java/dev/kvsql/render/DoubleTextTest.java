package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubleTextTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1.0",
    "-1, -1.0",
    "0, 0.0",
    "-0.0, 0.0",
    "0.1, 0.1",
    "-2.5, -2.5",
    "100, 100.0",
    "0.30000000000000004, 0.30000000000000004",
    "1234567890123456, 1234567890123456.0",
    "1e16, 10000000000000000.0",
    "1e17, 1.0e+17",
    "1.5e100, 1.5e+100",
    "-1e100, -1.0e+100",
    "0.0001, 0.0001",
    "0.00001, 1.0e-05",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "Infinity, Inf",
    "-Infinity, -Inf",
    "NaN, NaN"
  })
  void aDoubleIsWrittenAsSqliteLaysItOut(double value, String expected) {
    assertThat(DoubleText.of(value)).isEqualTo(expected);
  }

  @Test
  void aDigitThatSaysNothingMoreIsNotWritten() {
    assertThat(DoubleText.of(1 / 3.0)).isEqualTo("0.3333333333333333");
  }

  @Test
  void signPointAndExponentStandWhereSqlitePutsThem() throws SQLException {
    long seed = 20_261_122;
    Random random = new Random(seed);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement cast = connection.prepareStatement("SELECT CAST(? AS TEXT)")) {
      for (int i = 0; i < 20_000; i++) {
        long digits = random.nextLong((long) Math.pow(10, 1 + random.nextInt(15)));
        double value = Double.parseDouble(digits + "e" + (random.nextInt(60) - 40));
        cast.setDouble(1, value);
        try (ResultSet result = cast.executeQuery()) {
          result.next();
          assertThat(shape(DoubleText.of(value)))
              .as("seed %d, value %s", seed, value)
              .isEqualTo(shape(result.getString(1)));
        }
      }
    }
  }

  @Test
  void everyDoubleReadsBackAsItself() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    random
        .longs(20_000)
        .mapToDouble(Double::longBitsToDouble)
        .filter(Double::isFinite)
        .forEach(value ->
            assertThat(Double.parseDouble(DoubleText.of(value)))
                .as("seed %d", seed)
                .isEqualTo(value));
  }

  /** Sign, how many digits before the point, and the exponent. */
  private static String shape(String number) {
    return number.replaceFirst("[.][0-9]+", ".").replaceAll("[0-9](?=.*[.])", "9");
  }
}
