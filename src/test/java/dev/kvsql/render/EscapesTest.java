package dev.kvsql.render;

import static dev.kvsql.render.Escapes.forTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {

  @Test
  void lineEndsAndTabsHaveShortNames() {
    assertThat(forTerminal("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
  }

  @ParameterizedTest
  @CsvSource({
    "00", "07", "08", "0b", "0c", "1b", "1f", "7f", "80", "85", "9b", "9f", "2028", "2029", "202a",
    "202b", "202c", "202d", "202e", "2066", "2067", "2068", "2069", "d800", "dbff", "dc00", "dfff"
  })
  void whatCommandsOrMisleadsATerminalIsShownByItsCode(String hex) {
    int code = Integer.parseInt(hex, 16);

    assertThat(forTerminal("a" + (char) code + "b"))
        .isEqualTo("a\\u" + "0".repeat(4 - hex.length()) + hex + "b");
  }

  @Test
  void allControlCharactersOfUnicodeAreEscaped() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(Character::isISOControl)
        .forEach(code -> assertThat(forTerminal(Character.toString(code))).startsWith("\\"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "plain ~", "C:\\new", "\u00a0é", "漢字", "😀👍🏽", "e\u0301", "\u200d", "\ufffd"
      })
  void otherTextStaysAsItIs(String text) {
    assertThat(forTerminal(text)).isEqualTo(text);
  }

  @Test
  void surrogatesInTheWrongOrderAreBothEscaped() {
    assertThat(forTerminal("\udc00\ud800")).isEqualTo("\\udc00\\ud800");
  }

  @Test
  void aSequenceThatWouldClearTheScreenIsVisible() {
    assertThat(forTerminal("\u001b[2J\u009b31m")).isEqualTo("\\u001b[2J\\u009b31m");
  }
}
