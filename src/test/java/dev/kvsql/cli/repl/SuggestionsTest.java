package dev.kvsql.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody may have meant. */
final class SuggestionsTest {
  @ParameterizedTest
  @CsvSource({"users,users,0", "usres,users,1", "user,users,1", "xusers,users,1", "abc,xyz,3"})
  void aSwapCountsAsOneMistake(String a, String b, int distance) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(distance);
  }

  @Test
  void theNearestIsMeantUnlessNoneIsNear() {
    List<String> names = List.of("orders", "users", "user_roles");

    assertThat(Suggestions.nearest("USRS", names)).contains("users");
    assertThat(Suggestions.nearest("oder", names)).isEmpty();
    assertThat(Suggestions.nearest("order", names)).contains("orders");
    assertThat(Suggestions.nearest("invoice", names)).isEmpty();
  }
}
