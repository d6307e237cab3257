package dev.kvsql.explore.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recordings that are much larger than the memory of the process that replays them. */
final class LongRecordingTest {
  @Test
  void aMillionLinesNeedLittleMemory() throws Exception {
    assertThat(replayed(16, LongRecordings.Shape.TRUNCATES))
        .containsExactly("1000000 operations, 250000 windows, true, 1 chunks, 0 foreign");
    assertThat(replayed(16, LongRecordings.Shape.GROWTH))
        .containsExactly("300000 operations, 0 windows, true, 300000 chunks, 0 foreign");
    assertThat(replayed(16, LongRecordings.Shape.FAILURES))
        .containsExactly("10000 operations, 0 windows, false, 0 chunks, 0 foreign");
  }

  @Test
  void aStoreThatIsAllGapsOrOtherKeysIsRefusedBeforeMemoryRunsOut() throws Exception {
    String refused =
        ": expected a store with fewer gaps and other keys, found more than a replay can keep in"
            + " memory";
    assertThat(replayed(96, LongRecordings.Shape.GAPS))
        .containsExactly("ops line 262145" + refused);
    assertThat(replayed(96, LongRecordings.Shape.FOREIGN_KEYS))
        .containsExactly("ops line 15421" + refused);
  }

  private static List<String> replayed(int mebibytes, LongRecordings.Shape shape)
      throws IOException {
    try (ChildJvm child = ChildJvm.startWithHeap(mebibytes, LongRecordings.class, shape.name())) {
      return child.rest();
    }
  }
}
