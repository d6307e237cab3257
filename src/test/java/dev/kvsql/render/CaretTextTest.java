package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A place in a statement, with a caret under it. */
final class CaretTextTest {
  private static String at(String marked) {
    return String.join("\n", CaretText.lines(marked.replace("@", ""), marked.indexOf('@')));
  }

  @Test
  void theLineOfThePlaceIsShown() {
    assertThat(at("SELECT 1\nFROM @t\nWHERE 2")).isEqualTo("  FROM t\n       ^");
    assertThat(at("@")).isEqualTo("  \n  ^");
    assertThat(at("SELECT 1\n@")).isEqualTo("  \n  ^");
  }

  @Test
  void wideAndControlCharactersCountAsTheyAreShown() {
    assertThat(at("SELECT '名前\u001b',\t@x"))
        .isEqualTo("  SELECT '名前\\u001b', x\n" + " ".repeat(23) + "^");
  }

  @Test
  void ofALongLineOnlyTheNeighbourhoodIsShown() {
    assertThat(at("a".repeat(100) + "@b" + "c".repeat(100)))
        .isEqualTo("  …" + "a".repeat(50) + "b" + "c".repeat(49) + "…\n" + " ".repeat(53) + "^");
  }
}
