package dev.kvsql.explore.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.explore.recording.RecordingWriter.Order;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a replay concludes from lengths alone, against a writer that knows the sizes. */
final class SizeInferenceTest {
  private static final int CALLS = 400;
  private static final int LARGEST = 300 * 4096;

  static Stream<Arguments> seedsAndOrders() {
    return Seeds.of(6)
        .boxed()
        .flatMap(seed -> Stream.of(Order.values()).map(order -> Arguments.of(seed, order)));
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsAndOrders")
  void theSizeIsAlwaysWithinTheBoundsAndAHealthyWriterBreaksNothing(long seed, Order order) {
    Random random = new Random(seed);
    RecordingWriter writer = new RecordingWriter(FileTag.JOURNAL, order, () -> false);
    OperationReplay replay = new OperationReplay();
    long number = 0;
    for (int call = 0; call < CALLS; call++) {
      call(writer, random);
      for (RecordedOperation operation : writer.take()) {
        replay.apply(++number, operation);
      }
      if (writer.sizeBytes().isPresent()) {
        SizeBounds bounds = replay.file(FileTag.JOURNAL).orElseThrow().size();
        assertThat(writer.sizeBytes().getAsLong())
            .as("operation %d, %s", number, bounds)
            .isBetween(bounds.atLeast(), bounds.atMost());
      }
    }
    assertThat(replay.finish().broken()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsAndOrders")
  void aMainFileOfWholePagesHasNothingToTellOf(long seed, Order order) {
    Random random = new Random(seed);
    RecordingWriter writer = new RecordingWriter(FileTag.MAIN, order, () -> false);
    OperationReplay replay = new OperationReplay();
    writer.open();
    long number = 0;
    for (int call = 0; call < CALLS; call++) {
      long pages = writer.sizeBytes().orElseThrow() / 4096;
      if (random.nextInt(5) == 0) {
        writer.truncate(random.nextLong(pages + 1) * 4096);
      } else {
        writer.write(random.nextLong(pages + 1) * 4096, 4096 * (1 + random.nextInt(4)));
      }
      for (RecordedOperation operation : writer.take()) {
        replay.apply(++number, operation);
      }
    }
    ReplayReport report = replay.finish();
    assertThat(report.broken()).isEmpty();
    assertThat(report.notices()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsAndOrders")
  void somethingIsBrokenWhenACallThatFailedLeftItSoAndOnlyThen(long seed, Order order) {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      RecordingWriter writer =
          new RecordingWriter(FileTag.JOURNAL, order, () -> random.nextInt(25) == 0);
      OperationReplay replay = new OperationReplay();
      long number = 0;
      boolean leftSomething = false;
      for (int call = 0; call < 30; call++) {
        callThatDeletes(writer, random);
        for (RecordedOperation operation : writer.take()) {
          replay.apply(++number, operation);
        }
        leftSomething |= writer.hasPastEnd();
      }
      List<ReplayReport.Broken> broken = replay.finish().broken();
      assertThat(broken.isEmpty()).as("round %d, %s", round, broken).isEqualTo(!leftSomething);
    }
  }

  /**
   * Only truncates that delete something, but not all: of a meta alone nobody can tell whether the
   * delete that follows is the rest of it or the start of something else, as of a delete of all
   * chunks, and the replay takes it for the rest.
   */
  private static void callThatDeletes(RecordingWriter writer, Random random) {
    long size = writer.sizeBytes().orElse(0);
    long lastChunk = (size - 1) / 4096;
    int choice = random.nextInt(8);
    if (choice == 0 && lastChunk > 0) {
      writer.truncate((1 + random.nextLong(lastChunk)) * 4096);
    } else if (choice == 1 && size > 0) {
      while (writer.sizeBytes().isPresent() && !writer.delete()) {
        // Once begun it is done, or the file would be one large hole.
      }
    } else if (writer.open()) {
      writer.write(Math.min(LARGEST, size), 1 + random.nextInt(70_000));
    }
  }

  private static void call(RecordingWriter writer, Random random) {
    if (writer.sizeBytes().isEmpty()) {
      writer.open();
      return;
    }
    long size = writer.sizeBytes().getAsLong();
    switch (random.nextInt(12)) {
      case 0 -> writer.delete();
      case 1, 2 -> writer.truncate(random.nextLong(size + 1));
      case 3 -> writer.truncate(random.nextLong(size / 4096 + 1) * 4096);
      case 4 -> writer.truncate(Math.min(LARGEST, size + random.nextInt(9000)));
      case 5 ->
          writer.write(random.nextLong(Math.min(LARGEST, size + 9000)), 1 + random.nextInt(300));
      default -> writer.write(Math.min(LARGEST, size), 1 + random.nextInt(70_000));
    }
  }
}
