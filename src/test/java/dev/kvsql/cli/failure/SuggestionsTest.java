package dev.kvsql.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {
  @ParameterizedTest
  @CsvSource({
    "main, main, 0",
    "main, MAIN, 0",
    "mian, main, 1",
    "jsn, json, 1",
    "jsonn, json, 1",
    "jton, json, 1",
    "abc, '', 3",
    "ca, abc, 3"
  })
  void slipsAreLettersLeftOutAddedReplacedOrExchanged(String a, String b, int slips) {
    assertThat(Suggestions.slips(a, b)).isEqualTo(slips);
    assertThat(Suggestions.slips(b, a)).isEqualTo(slips);
  }

  @Test
  void onlyTheClosestAreNamed() {
    List<String> commands = List.of("import", "export", "inspect", "repair");

    assertThat(Suggestions.didYouMean("imprt", commands)).isEqualTo("; did you mean import?");
    assertThat(Suggestions.didYouMean("xport", commands)).isEqualTo("; did you mean export?");
    assertThat(Suggestions.didYouMean("mport", commands)).isEqualTo("; did you mean import?");
    assertThat(Suggestions.didYouMean("epport", List.of("import", "export")))
        .isEqualTo("; did you mean export?");
  }

  @Test
  void severalThatAreAsCloseAreAllNamed() {
    assertThat(Suggestions.didYouMean("man", List.of("main", "mean", "other")))
        .isEqualTo("; did you mean main or mean?");
  }

  @Test
  void nothingIsNamedThatIsFarAway() {
    assertThat(Suggestions.didYouMean("frobnicate", List.of("check", "sql"))).isEmpty();
    assertThat(Suggestions.didYouMean("x", List.of("check"))).isEmpty();
  }
}
