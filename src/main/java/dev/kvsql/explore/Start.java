package dev.kvsql.explore;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What the store holds when a sequence begins. */
public enum Start {
  /** Nothing. */
  EMPTY,
  /**
   * What an interrupted truncate left: a file of 100 bytes whose only chunk has 4096, and three
   * chunks past its end.
   */
  LEFTOVERS;

  /** What was there before the first step, as a written byte. */
  public static final byte OLD = (byte) 0xEE;

  private static final int LEFT_BYTES = 100;

  SmallStore store() {
    SmallStore store = new SmallStore();
    if (this == LEFTOVERS) {
      WriteBatch.Builder batch = WriteBatch.builder();
      batch.put(StoreKey.meta(World.FILE), new FileMeta(LEFT_BYTES).encode());
      for (int i = 0; i < Alphabet.CHUNKS; i++) {
        byte[] chunk = new byte[StoreKey.CHUNK_BYTES];
        Arrays.fill(chunk, OLD);
        batch.put(StoreKey.chunk(World.FILE, i), chunk);
      }
      store.apply(batch.build(), Durability.FORCED);
    }
    return store;
  }

  Expected expected() {
    return switch (this) {
      case EMPTY -> Expected.EMPTY;
      case LEFTOVERS -> Expected.everywhere(ModelFile.EMPTY.write(0, LEFT_BYTES, OLD));
    };
  }

  /** What is wrong before the first step. */
  Set<Symptom> symptoms() {
    return switch (this) {
      case EMPTY -> EnumSet.noneOf(Symptom.class);
      case LEFTOVERS -> EnumSet.of(Symptom.ORPHAN, Symptom.TAIL);
    };
  }
}
