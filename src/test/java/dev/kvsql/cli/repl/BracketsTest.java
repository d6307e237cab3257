package dev.kvsql.cli.repl;

import static dev.kvsql.cli.repl.Brackets.Mark.MATCHED;
import static dev.kvsql.cli.repl.Brackets.Mark.UNMATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Brackets that stand out while somebody types. */
final class BracketsTest {
  @Test
  void theBracketBeforeTheCursorAndItsOtherHalfStandOut() {
    assertThat(Brackets.marks("f(g(1))", 7)).isEqualTo(Map.of(1, MATCHED, 6, MATCHED));
    assertThat(Brackets.marks("f(g(1))", 4)).isEqualTo(Map.of(3, MATCHED, 5, MATCHED));
    assertThat(Brackets.marks("f(g(1))", 0)).isEmpty();
  }

  @Test
  void whatClosesNothingIsWrongAndStringsHaveNoBrackets() {
    assertThat(Brackets.marks("1) + '(' /* ( */", 0)).isEqualTo(Map.of(1, UNMATCHED));
  }
}
