package dev.kvsql.explore;

import dev.kvsql.chunk.StoreKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps that sequences are made of: around the boundaries of chunks, in files of up to 4
 * chunks.
 *
 * @param steps simple ones first: of two shortest counterexamples the first is told
 * @param pageBytes what is written within a batch is a page of so many bytes
 */
public record Alphabet(List<Step> steps, int pageBytes) {
  /** Chunks in the largest file. */
  public static final int CHUNKS = 4;

  private static final int CHUNK = StoreKey.CHUNK_BYTES;
  private static final int END = CHUNKS * CHUNK;

  public Alphabet {
    steps = List.copyOf(steps);
  }

  /**
   * Writes of pages and of what fits no page, truncates to what lies around the boundaries, reads
   * that fill the cache in part and whole, and everything else.
   *
   * @param pageBytes 512, 1024, 2048, 4096, 8192 or 16384
   */
  public static Alphabet of(int pageBytes) {
    Set<Step> steps = new LinkedHashSet<>();
    write(steps, 0, 2 * CHUNK);
    write(steps, 0, CHUNK);
    write(steps, CHUNK, CHUNK);
    write(steps, END - CHUNK, CHUNK);
    write(steps, 0, 1024);
    write(steps, 1024, 1024);
    write(steps, CHUNK - 1024, 1024);
    write(steps, CHUNK, 1024);
    write(steps, CHUNK - 1, 2);
    write(steps, 2 * CHUNK - 1, CHUNK + 2);
    write(steps, 0, pageBytes);
    write(steps, pageBytes % END, pageBytes);
    truncate(steps, CHUNK, CHUNK + 1, CHUNK - 1, 0, 1, 1024, CHUNK + 1024);
    truncate(steps, 2 * CHUNK - 1, 2 * CHUNK, 3 * CHUNK, END);
    steps.add(new Step.Read(0, END));
    steps.add(new Step.Read(0, CHUNK));
    steps.add(new Step.Read(CHUNK, 1));
    steps.add(new Step.Read(CHUNK - 1, CHUNK + 2));
    steps.add(new Step.Sync());
    steps.add(new Step.Begin());
    steps.add(new Step.Commit());
    steps.add(new Step.RollBack());
    steps.add(new Step.Evict());
    steps.add(new Step.Reopen());
    return new Alphabet(List.copyOf(steps), pageBytes);
  }

  private static void write(Set<Step> steps, long offset, int length) {
    steps.add(new Step.Write(offset, length));
  }

  private static void truncate(Set<Step> steps, long... sizes) {
    for (long size : sizes) {
      steps.add(new Step.Truncate(size));
    }
  }

  /** Whether a step may come now: what SQLite writes within a batch is pages. */
  boolean allows(Step step, boolean inBatch) {
    return !(inBatch && step instanceof Step.Write(long offset, int length))
        || (offset % pageBytes == 0 && length == pageBytes);
  }
}
