package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.RecordedOperation.Delete;
import dev.kvsql.explore.recording.RecordedOperation.DeleteRange;
import dev.kvsql.explore.recording.RecordedOperation.Length;
import dev.kvsql.explore.recording.RecordedOperation.Put;
import dev.kvsql.explore.recording.RecordedOperation.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One file as Rivet's VFS keeps it: which operations a write, a truncate and a delete make, with
 * the store that they make it in. An operation that fails ends the call that made it.
 */
final class RecordingWriter {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final FileTag file;
  private final Order order;
  private final BooleanSupplier fails;
  private final List<RecordedOperation> recorded = new ArrayList<>();
  private final TreeMap<Long, Integer> stored = new TreeMap<>();
  private OptionalLong meta = OptionalLong.empty();

  /** In which order a truncate and a delete of the file do it. */
  enum Order {
    /** The meta, the shortened chunk, deletes of single keys; meta and chunks together. */
    SIZE_FIRST,
    /** The same with one range delete; the chunks before the meta. */
    RANGES,
    /** Deletes, the shortened chunk, the meta. */
    SIZE_LAST
  }

  /**
   * @param fails asked before each operation
   */
  RecordingWriter(FileTag file, Order order, BooleanSupplier fails) {
    this.file = file;
    this.order = order;
    this.fails = fails;
  }

  /** What the store's meta says; nothing when there is none. */
  OptionalLong sizeBytes() {
    return meta;
  }

  /** The operations since this was asked last. */
  List<RecordedOperation> take() {
    List<RecordedOperation> taken = List.copyOf(recorded);
    recorded.clear();
    return taken;
  }

  /** Whether chunks, or bytes of the last one, lie past the end. */
  boolean hasPastEnd() {
    if (stored.isEmpty()) {
      return false;
    }
    long size = meta.orElse(0);
    return stored.lastKey() * CHUNK + stored.lastEntry().getValue() > size;
  }

  boolean open() {
    return meta.isPresent() || put(0, new TreeMap<>(), true);
  }

  boolean write(long offset, int bytes) {
    long size = meta.orElseThrow();
    long end = offset + bytes;
    TreeMap<Long, Integer> chunks = new TreeMap<>();
    for (long index = offset / CHUNK; index * CHUNK < end; index++) {
      int writeEnd = (int) Math.min(CHUNK, end - index * CHUNK);
      chunks.put(
          index, Math.max(writeEnd, Math.min(before(index), StoreKey.bytesWithin(size, index))));
    }
    return put(Math.max(size, end), chunks, end > size);
  }

  boolean truncate(long size) {
    long before = meta.orElseThrow();
    if (size >= before) {
      return size == before || put(size, new TreeMap<>(), true);
    }
    return switch (order) {
      case SIZE_FIRST, RANGES ->
          put(size, new TreeMap<>(), true) && shorten(size) && deletePast(size, before);
      case SIZE_LAST ->
          deletePast(size, before) && shorten(size) && put(size, new TreeMap<>(), true);
    };
  }

  boolean delete() {
    long chunks = StoreKey.chunkCount(meta.orElseThrow());
    List<byte[]> keys = new ArrayList<>(List.of(StoreKey.meta(file)));
    if (order == Order.RANGES) {
      return range(0) && delete(keys, 0);
    }
    for (long index = 0; index < chunks; index++) {
      keys.add(StoreKey.chunk(file, index));
    }
    return delete(keys, 0);
  }

  private boolean shorten(long size) {
    long last = StoreKey.chunkCount(size) - 1;
    int within = StoreKey.bytesWithin(size, last);
    if (size % CHUNK == 0 || before(last) <= within) {
      return true;
    }
    TreeMap<Long, Integer> chunk = new TreeMap<>();
    chunk.put(last, within);
    return put(size, chunk, false);
  }

  private boolean deletePast(long size, long before) {
    long first = StoreKey.chunkCount(size);
    if (order == Order.RANGES) {
      return range(first);
    }
    List<byte[]> keys = new ArrayList<>();
    for (long index = first; index < StoreKey.chunkCount(before); index++) {
      keys.add(StoreKey.chunk(file, index));
    }
    return delete(keys, 0);
  }

  private boolean range(long first) {
    boolean failed = fails.getAsBoolean();
    KeyRange range = StoreKey.chunksFrom(file, first);
    recorded.add(new DeleteRange(range, failed));
    if (!failed) {
      stored.tailMap(first, true).clear();
    }
    return !failed;
  }

  /** In batches, as many as one call takes. */
  private boolean delete(List<byte[]> keys, int from) {
    if (from >= keys.size()) {
      return true;
    }
    List<byte[]> batch = keys.subList(from, Math.min(keys.size(), from + 128));
    boolean failed = fails.getAsBoolean();
    recorded.add(new Delete(batch, failed));
    if (failed) {
      return false;
    }
    for (byte[] key : batch) {
      switch (StoreKey.parse(key)) {
        case StoreKey.Meta _ -> meta = OptionalLong.empty();
        case StoreKey.Chunk(_, long index) -> stored.remove(index);
        case StoreKey.Unknown _, StoreKey.Foreign _ -> throw new AssertionError();
      }
    }
    return delete(keys, from + batch.size());
  }

  private boolean put(long size, Map<Long, Integer> chunks, boolean withMeta) {
    boolean failed = fails.getAsBoolean();
    List<Written> entries = new ArrayList<>();
    chunks.forEach(
        (index, bytes) -> entries.add(new Written(StoreKey.chunk(file, index), new Length(bytes))));
    if (withMeta) {
      entries.add(new Written(StoreKey.meta(file), new Length(10)));
    }
    recorded.add(new Put(entries, failed));
    if (!failed) {
      stored.putAll(chunks);
      meta = withMeta ? OptionalLong.of(size) : meta;
    }
    return !failed;
  }

  private int before(long index) {
    return stored.getOrDefault(index, 0);
  }
}
