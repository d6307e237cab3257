package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.explore.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StoryTest {
  @Test
  void whatWasNotDurableIsGoneAfterAPowerCutButNotAfterACrash() {
    Story crash = kvsql("write 0 10", "sync", "write 0 20", "reopen", "crash", "power-cut");
    assertThat(crash.breaches()).isEmpty();
    assertThat(sizes(crash)).containsExactly(10L, 10L, 20L, 20L, 20L, 10L);
  }

  @Test
  void aBatchThatIsNotCommittedIsGoneWithTheProcess() {
    for (Policy policy : Policy.values()) {
      Story story = play(policy, "write 0 4096", "sync", "begin", "write 4096 4096", "crash");
      assertThat(story.breaches()).as(policy.label()).isEmpty();
      assertThat(sizes(story)).endsWith(8192L, 4096L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchThatIsRolledBackLeavesNothing(Policy policy) {
    Story story = play(policy, "write 0 4096", "begin", "write 4096 4096", "rollback", "reopen");
    assertThat(story.breaches()).isEmpty();
    assertThat(sizes(story)).containsExactly(4096L, 4096L, 8192L, 4096L, 4096L);
  }

  @ParameterizedTest
  @EnumSource
  void aCommitThatFailsCanBeTriedAgain(Policy policy) {
    Story story = play(policy, "begin", "write 0 4096", "commit fail 1", "commit", "power-cut");
    assertThat(story.breaches()).isEmpty();
    assertThat(story.events().get(2).ending()).isEqualTo(Story.Ending.FAILED);
    assertThat(sizes(story)).endsWith(4096L);
  }

  @Test
  void aFaultThatDoesNotComeIsNone() {
    Story story = kvsql("write 0 10 fail 5");
    assertThat(story.events().getFirst().ending()).isEqualTo(Story.Ending.DONE);
  }

  @ParameterizedTest
  @CsvSource({"commit, 1", "rollback, 1", "begin;begin, 2", "begin;sync, 2"})
  void aStepThatCannotComeIsTold(String steps, int number) {
    assertThatThrownBy(() -> kvsql(steps.split(";")))
        .isInstanceOf(Story.IllegalMoveException.class)
        .hasMessageStartingWith("step " + number + " ");
  }

  @Test
  void whatIsBrokenIsToldWhenItBreaks() {
    Story story =
        play(Policy.NATIVE_BEFORE, "write 0 8192", "truncate 4096", "sync", "truncate 8192");
    assertThat(story.events().stream().map(event -> event.breaches().size()))
        .containsExactly(0, 2, 0, 1);
  }

  private static List<Long> sizes(Story story) {
    return story.events().stream().map(Story.Event::sizeBytes).toList();
  }

  private static Story kvsql(String... lines) {
    return play(Policy.KVSQL, lines);
  }

  private static Story play(Policy policy, String... lines) {
    return Story.play(policy, Start.EMPTY, Replays.moves(lines));
  }
}
