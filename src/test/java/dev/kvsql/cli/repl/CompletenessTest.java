package dev.kvsql.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether an input goes on in the next line. */
final class CompletenessTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "SELECT 1;",
        "SELECT 1; -- done",
        ".tables",
        "SELECT ';'; SELECT 2 ;",
        "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END;",
        "-- nothing"
      })
  void aWholeInputRuns(String text) {
    assertThat(Completeness.missing(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '=',
      value = {
        "SELECT 1=;",
        "SELECT (1, (2)=)",
        "SELECT 'a=~'~",
        "SELECT 'it''s=~'~",
        "SELECT \"a;=\"",
        "SELECT [a b=]",
        "SELECT 1 /* why=*/",
        "SELECT x'ab=~'~",
        "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1;=;"
      })
  void otherwiseItsPromptShowsWhatIsMissing(String text, String missing) {
    assertThat(Completeness.missing(text)).contains(missing);
  }
}
