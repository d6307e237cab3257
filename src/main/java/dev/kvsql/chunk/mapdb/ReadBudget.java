package dev.kvsql.chunk.mapdb;

import org.mapdb.DBException;

/**
 * What one call of MapDB may read. Where links of a damaged file lead back to themselves MapDB
 * would follow them for ever, or collect what it reads until there is no memory left. No call on a
 * sound file reads a record more than a few times, so the file itself bounds what a call may read.
 *
 * <p>Each thread has a budget of its own.
 */
final class ReadBudget {
  /** Reads that need no further thought: far more than any usual call makes. */
  private static final int FREE_READS = 100_000;

  private static final long FREE_BYTES = 16L << 20;

  private static final int HIGHEST_RECID_OFFSET = 32;

  /** An index value of 8 bytes, and at least 16 bytes of data. */
  private static final int LEAST_RECORD_BYTES = 24;

  private final StoreVolume volume;
  private final ThreadLocal<Spent> spent = ThreadLocal.withInitial(Spent::new);

  private static final class Spent {
    private int reads;
    private long bytes;
  }

  ReadBudget(StoreVolume volume) {
    this.volume = volume;
  }

  /** The calling thread calls MapDB anew. */
  void renew() {
    Spent call = spent.get();
    call.reads = 0;
    call.bytes = 0;
  }

  /**
   * Takes one read from the budget.
   *
   * @throws DBException.DataCorruption when the call has read more than a sound file can need
   */
  void spend(int bytes) {
    Spent call = spent.get();
    call.reads++;
    call.bytes += bytes;
    if (call.reads > FREE_READS || call.bytes > FREE_BYTES) {
      requireSound(call);
    }
  }

  private void requireSound(Spent call) {
    long length = volume.length();
    // A look at every record, its index value included: a scan may pass any number of empty leaves.
    if (call.reads > FREE_READS + 2 * records(length) || call.bytes > FREE_BYTES + 2 * length) {
      throw new DBException.DataCorruption("its records refer to each other in a circle");
    }
  }

  /** The header's highest recid, with 3 bits of parity; it may be damaged as well. */
  private long records(long length) {
    long highest = volume.longAt(HIGHEST_RECID_OFFSET) >>> 3;
    return Math.min(highest, length / LEAST_RECORD_BYTES);
  }
}
