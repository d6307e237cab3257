package dev.kvsql.check;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The check of the checksums that a database keeps: one ordered scan of them beside its chunks. */
public final class ChecksumCheck {
  /** More of a kept checksum that is too long tells nothing. */
  private static final int SHOWN_BYTES = 8;

  private final List<Finding> found = new ArrayList<>();

  private ChecksumCheck() {}

  /** A chunk, or the checksum of one. */
  private record Item(StoreKey.Chunk chunk, Entry entry) {}

  /**
   * Compares the checksums that a database keeps, if it keeps any, with its chunks.
   *
   * @param stored the very store, and no view of it: a recovered copy has chunks that nobody wrote
   */
  public static List<Finding> of(ChunkStore stored, Optional<ChecksumMap> checksums) {
    return of(stored, checksums, KeyRange.ALL);
  }

  /** Compares those of a range of keys. */
  public static List<Finding> of(
      ChunkStore stored, Optional<ChecksumMap> checksums, KeyRange range) {
    return checksums.map(kept -> of(stored, kept, range)).orElse(List.of());
  }

  private static List<Finding> of(ChunkStore stored, ChecksumMap checksums, KeyRange range) {
    ChecksumCheck check = new ChecksumCheck();
    try {
      check.compare(stored.scan(range), checksums.scan(range));
    } catch (StoreException.Damaged e) {
      check.found.add(
          new DatabaseFinding.RecordUnreadable("checksums not compared: " + e.getMessage()));
    }
    return List.copyOf(check.found);
  }

  private void compare(Iterator<Entry> chunks, Iterator<Entry> checksums) {
    Item chunk = nextOfChunk(chunks);
    Item checksum = nextOfChunk(checksums);
    while (chunk != null && checksum != null) {
      int order = Arrays.compareUnsigned(chunk.entry.key(), checksum.entry.key());
      if (order < 0) {
        add(chunk, new ChecksumMismatch.NoChecksum());
      } else if (order > 0) {
        add(checksum, new ChecksumMismatch.NoChunk());
      } else {
        compare(chunk, checksum.entry.value());
      }
      chunk = order <= 0 ? nextOfChunk(chunks) : chunk;
      checksum = order >= 0 ? nextOfChunk(checksums) : checksum;
    }
    for (; chunk != null; chunk = nextOfChunk(chunks)) {
      add(chunk, new ChecksumMismatch.NoChecksum());
    }
    for (; checksum != null; checksum = nextOfChunk(checksums)) {
      add(checksum, new ChecksumMismatch.NoChunk());
    }
  }

  private void compare(Item chunk, byte[] kept) {
    byte[] actual = ChecksumMap.checksum(chunk.entry.value());
    if (!Arrays.equals(kept, actual)) {
      String shown = hex(Arrays.copyOf(kept, Math.min(kept.length, SHOWN_BYTES)));
      add(chunk, new ChecksumMismatch.Differs(shown, hex(actual)));
    }
  }

  /** Only chunks have checksums: the next entry whose key is that of one. */
  private static @Nullable Item nextOfChunk(Iterator<Entry> entries) {
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk chunk) {
        return new Item(chunk, entry);
      }
    }
    return null;
  }

  /** Neighbours whose checksums are wrong in the same way become one finding. */
  private void add(Item item, ChecksumMismatch mismatch) {
    if (!found.isEmpty()
        && found.getLast() instanceof ChunkFinding.Checksum last
        && last.continuesWith(item.chunk, mismatch)) {
      found.set(found.size() - 1, last.withOneMore());
    } else {
      found.add(new ChunkFinding.Checksum(item.chunk.file(), item.chunk.index(), 1, mismatch));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
