package dev.kvsql.explore;

import dev.kvsql.chunk.StoreKey;
import java.util.Random;

/** Draws moves: anything that may come, at offsets and sizes that are often next to a boundary. */
final class RandomSteps {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;
  private static final int END = Alphabet.CHUNKS * CHUNK;
  private static final int MAX_OPERATION = 3;

  private final Random random;
  private final ExploreOptions options;

  RandomSteps(ExploreOptions options, long seed) {
    this.options = options;
    random = new Random(seed);
  }

  /** The next move in a world. */
  Move next(World world) {
    Step step = step();
    while (!world.allows(step)) {
      step = step();
    }
    if (step instanceof Step.Write && world.expected().inBatch()) {
      int page = options.alphabet().pageBytes();
      step = new Step.Write((long) random.nextInt(END / page) * page, page);
    }
    return new Move(step, fault());
  }

  private Step step() {
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> write();
      case 8, 9, 10, 11 -> new Step.Truncate(position());
      case 12, 13, 14 -> read();
      case 15, 16 -> new Step.Sync();
      case 17, 18 -> new Step.Begin();
      case 19 -> new Step.Commit();
      case 20 -> new Step.RollBack();
      case 21 -> new Step.Evict();
      case 22 -> new Step.Reopen();
      default -> violent();
    };
  }

  private Step violent() {
    return switch (options.faults()) {
      case NONE -> new Step.Reopen();
      case ANY -> random.nextBoolean() ? new Step.Crash() : new Step.PowerCut();
    };
  }

  private Fault fault() {
    if (options.faults() == ExploreOptions.Faults.NONE || random.nextInt(4) > 0) {
      return Fault.NONE;
    }
    int operation = 1 + random.nextInt(MAX_OPERATION);
    return random.nextInt(3) > 0 ? new Fault.Fails(operation) : new Fault.Crashes(operation);
  }

  private Step write() {
    int offset = Math.min(position(), END - 1);
    return new Step.Write(offset, 1 + length(END - offset - 1));
  }

  private Step read() {
    int offset = Math.min(position(), END - 1);
    return new Step.Read(offset, 1 + length(END - offset - 1));
  }

  private int length(int most) {
    return switch (random.nextInt(4)) {
      case 0 -> Math.min(most, random.nextInt(16));
      case 1 -> Math.min(most, CHUNK - 1);
      case 2 -> Math.min(most, random.nextInt(1024));
      default -> random.nextInt(most + 1);
    };
  }

  /** An offset or a size, 0 to the largest. */
  private int position() {
    int boundary = random.nextInt(Alphabet.CHUNKS + 1) * CHUNK;
    return switch (random.nextInt(4)) {
      case 0 -> boundary;
      case 1 -> Math.clamp(boundary + random.nextInt(5) - 2, 0, END);
      case 2 -> Math.min(END, boundary + 512 * random.nextInt(8));
      default -> random.nextInt(END + 1);
    };
  }
}
