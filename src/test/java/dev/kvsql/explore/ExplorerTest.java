package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.explore.ExploreOptions.Faults;
import dev.kvsql.explore.ExploreOptions.Goal;
import dev.kvsql.explore.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the explorer must find by itself, and where it must find nothing. */
@Execution(ExecutionMode.CONCURRENT)
final class ExplorerTest {
  /** Rivet #4637: the boundary of the eviction, and the last chunk that the cache kept whole. */
  @Test
  void bothBugsBeforeTheFixAreFound() {
    Exploration found = everySymptom(Policy.NATIVE_BEFORE, 4, Faults.NONE);
    assertThat(shortest(found, Symptom.CACHED_PAST_END))
        .containsExactly("write 0 8192", "truncate 4096");
    assertThat(shortest(found, Symptom.STALE_LENGTH))
        .containsExactly("write 0 8192", "truncate 4097");
  }

  @Test
  void bothBugsBeforeTheFixShowOldBytesWhenTheFileGrows() {
    Exploration found = everySymptom(Policy.NATIVE_BEFORE, 4, Faults.NONE);
    assertThat(shortest(found, Symptom.READ_CHUNK))
        .containsExactly("write 0 8192", "truncate 4096", "write 12288 4096");
    assertThat(shortest(found, Symptom.READ_WITHIN_CHUNK))
        .containsExactly("write 0 8192", "truncate 4097", "write 12288 4096");
  }

  @Test
  void theShortestCounterexampleIsTheFirst() {
    Exploration found = explore(ExploreOptions.of(Policy.NATIVE_BEFORE, 5, Faults.NONE));
    assertThat(found.counterexamples()).hasSize(1);
    assertThat(lines(found.counterexamples().getFirst()))
        .containsExactly("write 0 8192", "truncate 4096");
    assertThat(found.counterexamples().getFirst().rules()).containsExactly(Rule.C1, Rule.C3);
    assertThat(found.depth()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE_AFTER", "WASM"})
  void afterTheFixNothingIsFoundWhileNothingFails(Policy policy) {
    Exploration found = everySymptom(policy, 5, Faults.NONE);
    assertThat(found.counterexamples()).isEmpty();
    assertThat(found.depth()).isEqualTo(5);
    assertThat(found.distinct()).isGreaterThan(5_000);
  }

  /** What the fix left: meta, chunk and delete are three operations. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE_AFTER", "WASM"})
  void afterTheFixOldBytesStillComeBackWhenAnOperationFails(Policy policy) {
    Exploration found = everySymptom(policy, 3, Faults.ANY);
    assertThat(shortest(found, Symptom.ORPHAN))
        .containsExactly("write 0 8192", "truncate 4096 fail 2");
    assertThat(shortest(found, Symptom.TAIL)).first().isEqualTo("write 0 8192");
    assertThat(shortest(found, Symptom.TAIL)).last().asString().startsWith("truncate 4097 fail ");
    List<String> shortened = shortest(found, Symptom.READ_WITHIN_CHUNK);
    assertThat(shortened).hasSize(3).first().isEqualTo("write 0 8192");
    assertThat(shortened.get(1)).startsWith("truncate 4097 fail ");
    assertThat(shortened.get(2)).isEqualTo("write 12288 4096");
    assertThat(shortest(found, Symptom.READ_CHUNK))
        .containsExactly("write 0 8192", "truncate 4096 fail 2", "write 12288 4096");
  }

  /** No review saw it: of two writes to one chunk a batch keeps the last, and loses the rest. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE_BEFORE", "NATIVE_AFTER", "WASM"})
  void aBatchOfSmallPagesLosesBytes(Policy policy) {
    Exploration found =
        explore(
            ExploreOptions.of(policy, 5, Faults.NONE)
                .with(Alphabet.of(1024))
                .with(Set.of(Rule.C5, Rule.S2)));
    assertThat(lines(found.counterexamples().getFirst()))
        .containsExactly("begin", "write 1024 1024");
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE_BEFORE", "NATIVE_AFTER", "WASM"})
  void ofTwoWritesToOneChunkABatchKeepsTheLast(Policy policy) {
    Story story = play(policy, "begin", "write 0 1024", "write 1024 1024", "commit", "reopen");
    assertThat(story.events().get(1).breaches()).isEmpty();
    assertThat(story.events().get(2).breaches())
        .containsExactly(new Breach.WrongBytes(Breach.Reader.PROGRAM, 0, 1024, (byte) 2, (byte) 3));
    assertThat(story.events().get(3).breaches())
        .containsExactly(
            new Breach.WrongBytes(Breach.Reader.NEXT_PROCESS, 0, 1024, (byte) 2, (byte) 3));
  }

  @ParameterizedTest
  @CsvSource({"4096, EMPTY", "1024, EMPTY", "512, LEFTOVERS", "8192, LEFTOVERS"})
  void thisProgramHasNoCounterexampleWhateverFails(int pageBytes, Start start) {
    Exploration found =
        explore(
            ExploreOptions.of(Policy.KVSQL, start == Start.EMPTY ? 5 : 4, Faults.ANY)
                .with(Alphabet.of(pageBytes))
                .with(start)
                .with(Goal.EVERY_SYMPTOM));
    assertThat(found.counterexamples()).isEmpty();
    assertThat(found.distinct()).isGreaterThan(10_000);
  }

  /** Rivet's files show what an interrupted truncate left, as soon as they grow over it. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE_BEFORE", "NATIVE_AFTER", "WASM"})
  void leftoversComeBack(Policy policy) {
    Exploration found = explore(ExploreOptions.of(policy, 3, Faults.NONE).with(Start.LEFTOVERS));
    assertThat(lines(found.counterexamples().getFirst())).hasSize(1);
    assertThat(found.counterexamples().getFirst().rules()).containsExactly(Rule.C5, Rule.S2);
  }

  @Test
  void theSameOptionsGiveTheSameResult() {
    ExploreOptions options =
        ExploreOptions.of(Policy.NATIVE_AFTER, 3, Faults.ANY).with(Goal.EVERY_SYMPTOM);
    Exploration first = explore(options);
    Exploration second = explore(options);
    assertThat(second.counterexamples()).isEqualTo(first.counterexamples());
    assertThat(second.generated()).isEqualTo(first.generated());
    assertThat(second.distinct()).isEqualTo(first.distinct());
  }

  /** A write, a read and the evictions between: what differs only in its bytes is one state. */
  @Test
  void equalStatesAreExploredOnce() {
    Alphabet one =
        new Alphabet(List.of(new Step.Write(0, 4096), new Step.Read(0, 1), new Step.Evict()), 4096);
    Exploration found = explore(ExploreOptions.of(Policy.NATIVE_AFTER, 4, Faults.NONE).with(one));
    assertThat(found.distinct()).as("empty, cached, not cached").isEqualTo(3);
    assertThat(found.generated()).isEqualTo(9);
  }

  @Test
  void progressIsToldOfEveryDepth() {
    List<Integer> depths = new ArrayList<>();
    Explorer.run(
        ExploreOptions.of(Policy.KVSQL, 4, Faults.ANY),
        progress -> depths.add(progress.depth()),
        found -> {});
    assertThat(depths).isSorted().contains(4);
  }

  private static Exploration everySymptom(Policy policy, int depth, Faults faults) {
    return explore(ExploreOptions.of(policy, depth, faults).with(Goal.EVERY_SYMPTOM));
  }

  private static Exploration explore(ExploreOptions options) {
    return Explorer.run(options, progress -> {}, found -> {});
  }

  private static List<String> shortest(Exploration found, Symptom symptom) {
    return found.counterexamples().stream()
        .filter(one -> one.breaches().stream().anyMatch(breach -> breach.symptom() == symptom))
        .findFirst()
        .map(ExplorerTest::lines)
        .orElseThrow(() -> new AssertionError("no counterexample shows " + symptom));
  }

  private static List<String> lines(Counterexample found) {
    return found.moves().stream().map(ReplayFile::line).toList();
  }

  private static Story play(Policy policy, String... lines) {
    return Story.play(policy, Start.EMPTY, Replays.moves(lines));
  }
}
