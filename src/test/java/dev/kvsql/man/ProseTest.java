package dev.kvsql.man;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProseTest {
  private final Prose prose = new Prose(Set.of("STORE"), Set.of("quick", "full"));

  @Test
  void eachSentenceBeginsALine() {
    assertThat(prose.lines("One. Two (three). kvsql goes on."))
        .containsExactly("One.", "Two (three).", "kvsql goes on.");
  }

  @Test
  void optionsArgumentsValuesAndVariablesAreMarkedUp() {
    assertThat(prose.lines("With --fail-on, on STORE: quick, or (full). NO_COLOR"))
        .containsExactly(
            "With",
            ".Fl \\-fail\\-on ,",
            "on",
            ".Ar STORE :",
            ".Cm quick ,",
            "or",
            ".Cm ( full ) .",
            ".Ev NO_COLOR");
  }

  @Test
  void textThatLooksLikeRoffIsText() {
    assertThat(prose.lines(".so is a file name")).containsExactly("\\&.so is a file name");
    assertThat(prose.lines("'-- begin' and C:\\")).containsExactly("\\&'\\-\\- begin' and C:\\e");
    assertThat(Roff.argument("\"a-b\"")).isEqualTo("\\(dqa\\-b\\(dq");
    assertThat(Roff.argument(".")).isEqualTo("\\&.");
    assertThat(Roff.argument("Op")).isEqualTo("\\&Op");
  }

  @Test
  void longLinesAreBroken() {
    assertThat(prose.lines("word ".repeat(40)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78))
        .hasSize(3);
  }
}
