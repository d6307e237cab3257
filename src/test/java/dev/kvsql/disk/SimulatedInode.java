package dev.kvsql.disk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A file of a {@link SimulatedDisk}: what processes see, and what is durable. */
final class SimulatedInode {
  private static final int SECTOR = 512;

  private final SimulatedBytes visible;
  private final SimulatedBytes durable;
  private final List<Change> unforced = new ArrayList<>();

  private sealed interface Change {}

  private record Write(long offset, byte[] bytes) implements Change {}

  private record Truncate(long size) implements Change {}

  SimulatedInode() {
    this(new SimulatedBytes());
  }

  private SimulatedInode(SimulatedBytes content) {
    durable = content;
    visible = content.copy();
  }

  SimulatedBytes visible() {
    return visible;
  }

  void write(long offset, byte[] bytes) {
    change(new Write(offset, bytes));
  }

  void truncate(long size) {
    change(new Truncate(size));
  }

  private void change(Change change) {
    apply(change, visible);
    unforced.add(change);
  }

  private static void apply(Change change, SimulatedBytes to) {
    switch (change) {
      case Write(long offset, byte[] bytes) -> to.write(offset, bytes, 0, bytes.length);
      case Truncate(long size) -> to.truncate(size);
    }
  }

  void force() {
    unforced.forEach(change -> apply(change, durable));
    unforced.clear();
  }

  /** What a failed force may have written is durable; the rest no later force writes. */
  void forget(Random random) {
    writeSome(durable, random, 0.5);
    unforced.clear();
  }

  /**
   * The file after a power cut.
   *
   * @param kept how likely a sector that was not forced is there
   */
  SimulatedInode afterPowerCut(Random random, double kept) {
    SimulatedBytes found = durable.copy();
    writeSome(found, random, kept);
    if (found.size() > durable.size() && random.nextInt(3) == 0) {
      long lost = random.nextLong(found.size() - durable.size() + 1);
      found.truncate(found.size() - lost);
    }
    return new SimulatedInode(found);
  }

  private void writeSome(SimulatedBytes to, Random random, double kept) {
    List<Change> maybe = new ArrayList<>(unforced);
    if (random.nextInt(3) == 0) {
      Collections.shuffle(maybe, random);
    }
    for (Change change : maybe) {
      switch (change) {
        case Write(long offset, byte[] bytes) -> writeSome(to, offset, bytes, random, kept);
        case Truncate truncate -> {
          if (random.nextDouble() < kept) {
            apply(truncate, to);
          }
        }
      }
    }
  }

  private static void writeSome(
      SimulatedBytes to, long offset, byte[] bytes, Random random, double kept) {
    for (int at = 0; at < bytes.length; ) {
      int end = (int) Math.min(bytes.length, ((offset + at) / SECTOR + 1) * SECTOR - offset);
      if (random.nextDouble() < kept) {
        to.write(offset + at, bytes, at, end - at);
      }
      at = end;
    }
  }
}
