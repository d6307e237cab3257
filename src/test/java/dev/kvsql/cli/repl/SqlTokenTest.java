package dev.kvsql.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL cut into tokens. */
final class SqlTokenTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      quoteCharacter = '~',
      value = {
        "SELECT a.b=WORD SELECT, WORD a, SYMBOL ., WORD b",
        "'it''s' \"a\"\"b\" [c d] `e`=STRING 'it''s', NAME \"a\"\"b\", NAME [c d], NAME `e`",
        "1 .5 1.5e+3 0x1F 1-2=NUMBER 1, NUMBER .5, NUMBER 1.5e+3, NUMBER 0x1F, NUMBER 1, SYMBOL -, NUMBER 2",
        "a--b=WORD a, COMMENT --b",
        "a/*b*/c/*d=WORD a, COMMENT /*b*/, WORD c, COMMENT /*d",
        "x'ab' X'=STRING x'ab', STRING X'",
        "?1 :a @b $c=PARAMETER ?1, PARAMETER :a, PARAMETER @b, PARAMETER $c",
        "a||b->>c<>d=WORD a, SYMBOL ||, WORD b, SYMBOL ->>, WORD c, SYMBOL <>, WORD d",
        "名前 é;=WORD 名前, WORD é, SYMBOL ;"
      })
  void tokensAreThoseOfSqlite(String sql, String tokens) {
    assertThat(
            SqlToken.of(sql).stream()
                .map(token -> token.kind() + " " + token.in(sql))
                .collect(Collectors.joining(", ")))
        .isEqualTo(tokens);
  }
}
