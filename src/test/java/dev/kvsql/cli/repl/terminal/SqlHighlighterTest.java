package dev.kvsql.cli.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/** SQL in colours, as a terminal gets it. */
final class SqlHighlighterTest {
  private static String coloured(String text, int cursor) {
    AttributedString shown = SqlHighlighter.coloured(text, cursor);
    assertThat(shown.toString()).isEqualTo(text);
    return shown.toAnsi().replaceAll("\u001b\\[([0-9;]*)m", "<$1>");
  }

  @Test
  void keywordsStringsNumbersAndCommentsDiffer() {
    assertThat(coloured("SELECT 'a', 1, :p -- c", 0))
        .isEqualTo("<34;1>SELECT<0> <32>'a'<0>, <36>1<0>, <35>:p<0> <2>-- c<0>");
    assertThat(coloured("select x", 0)).isEqualTo("<34;1>select<0> x");
  }

  @Test
  void theBracketsAroundTheCursorStandOut() {
    assertThat(coloured("(1))", 3)).isEqualTo("<7>(<27;36>1<7;39>)<27;31>)<0>");
  }

  @Test
  void ofADotCommandTheNameStandsOut() {
    assertThat(coloured(".mode select", 0)).isEqualTo("<1>.mode<0> select");
  }
}
