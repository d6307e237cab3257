package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.Outcome.Got;
import dev.kvsql.chunk.salvage.Outcome.Lost;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads the bytes of records. A record's claimed size is believed only as far as the file has room
 * for it: parts of large records may neither overlap nor repeat.
 */
final class RecordReader {
  /** Larger records are not read: 64 MiB, a quarter of the smallest heap to be salvaged in. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  /** Four times what {@link #MAX_RECORD_BYTES} take when written in one go. */
  private static final int MAX_PARTS = 4096;

  private final StoreImage image;
  private final IndexTable index;
  private final byte[] link = new byte[Long.BYTES];

  private record Part(long offset, int sizeBytes) {}

  RecordReader(StoreImage image, IndexTable index) {
    this.image = image;
    this.index = index;
  }

  /** The bytes of a record. */
  Outcome<byte[]> read(long recid) {
    return locate(recid).then(value -> readAt(recid, value));
  }

  /**
   * The first bytes of a record of one part, at most as many as fit; for a look before the rest is
   * read.
   *
   * @return how many there are: 0 also for a record that cannot be read, or has several parts
   */
  int peek(long recid, byte[] into) {
    if (!(locate(recid) instanceof Got<IndexValue>(IndexValue value))) {
      return 0;
    }
    int count = Math.min(into.length, value.sizeBytes());
    if (value.isInline()) {
      System.arraycopy(value.inlineBytes(), 0, into, 0, count);
    } else if (value.isLinked()) {
      return 0;
    } else {
      image.read(value.offset(), into, 0, count);
    }
    return count;
  }

  /** Whether a record is one of several parts that can be found. */
  boolean isLinked(long recid) {
    return locate(recid) instanceof Got<IndexValue>(IndexValue value)
        && !value.isInline()
        && value.isLinked();
  }

  /** Where a record's data lies, in bytes, or its index value. */
  long offsetOf(long recid) {
    long slot = index.offsetOf(recid);
    if (slot == Damage.NOWHERE) {
      return slot;
    }
    IndexValue value = index.valueAt(slot);
    return value.isSound() && !value.isAbsent() && !value.isInline() ? value.offset() : slot;
  }

  private Outcome<IndexValue> locate(long recid) {
    long slot = index.offsetOf(recid);
    if (slot == Damage.NOWHERE) {
      return lost(recid, slot, Fault.NO_INDEX_PAGE);
    }
    IndexValue value = index.valueAt(slot);
    if (value.bits() == 0) {
      return lost(recid, slot, Fault.INDEX_VALUE_ZERO);
    }
    if (!value.isSound()) {
      return lost(recid, slot, Fault.INDEX_VALUE_BROKEN);
    }
    if (value.isAbsent()) {
      return lost(recid, slot, Fault.ABSENT);
    }
    if (value.isInline()) {
      return new Got<>(value);
    }
    return switch (placeOf(value)) {
      case FREE -> new Got<>(value);
      case BEYOND -> lost(recid, value.offset(), Fault.PAST_THE_END);
      case TAKEN -> lost(recid, value.offset(), Fault.MISPLACED);
    };
  }

  private enum Place {
    FREE,
    BEYOND,
    TAKEN
  }

  /** Whether bytes can lie where a value says: never across the end of a page. */
  private Place placeOf(IndexValue value) {
    long offset = value.offset();
    long last = offset + value.sizeBytes() - 1;
    if (last >= image.lengthBytes()) {
      return Place.BEYOND;
    }
    long page = offset - offset % IndexTable.PAGE_BYTES;
    boolean taken = last >= page + IndexTable.PAGE_BYTES || index.isIndexPage(page);
    return taken ? Place.TAKEN : Place.FREE;
  }

  private Outcome<byte[]> readAt(long recid, IndexValue value) {
    if (value.isInline()) {
      return new Got<>(value.inlineBytes());
    }
    if (value.isLinked()) {
      return readChain(recid, value);
    }
    byte[] record = new byte[value.sizeBytes()];
    image.read(value.offset(), record, 0, record.length);
    return new Got<>(record);
  }

  /** Parts but the last begin with the link to the next, which has the form of an index value. */
  private Outcome<byte[]> readChain(long recid, IndexValue first) {
    List<Part> parts = new ArrayList<>();
    NavigableMap<Long, Integer> taken = new TreeMap<>();
    IndexValue part = first;
    int size = 0;
    while (true) {
      if (!claim(taken, part)) {
        return lost(recid, first.offset(), Fault.BROKEN_CHAIN);
      }
      int head = part.isLinked() ? Long.BYTES : 0;
      parts.add(new Part(part.offset() + head, part.sizeBytes() - head));
      size += part.sizeBytes() - head;
      if (size > MAX_RECORD_BYTES || parts.size() > MAX_PARTS) {
        return lost(recid, first.offset(), Fault.TOO_LARGE);
      }
      if (!part.isLinked()) {
        return new Got<>(join(parts, size));
      }
      image.read(part.offset(), link, 0, Long.BYTES);
      long bits = Bytes.longAt(link, 0);
      part = new IndexValue(bits);
      if (!isLink(part)) {
        return lost(recid, first.offset(), Fault.BROKEN_CHAIN);
      }
    }
  }

  private boolean isLink(IndexValue link) {
    return Parity.isThreeBit(link.bits())
        && link.sizeBytes() > (link.isLinked() ? Long.BYTES : 0)
        && link.sizeBytes() <= IndexValue.MAX_PART_BYTES
        && placeOf(link) == Place.FREE;
  }

  /** Takes the room of a part, unless another has some of it. */
  private static boolean claim(NavigableMap<Long, Integer> taken, IndexValue part) {
    long end = part.offset() + part.sizeBytes();
    var before = taken.lowerEntry(end);
    if (before != null && before.getKey() + before.getValue() > part.offset()) {
      return false;
    }
    taken.put(part.offset(), part.sizeBytes());
    return true;
  }

  private byte[] join(List<Part> parts, int size) {
    byte[] record = new byte[size];
    int at = 0;
    for (Part part : parts) {
      image.read(part.offset(), record, at, part.sizeBytes());
      at += part.sizeBytes();
    }
    return record;
  }

  private static <T> Outcome<T> lost(long recid, long offset, Fault fault) {
    return new Lost<>(new Damage(recid, offset, fault));
  }
}
