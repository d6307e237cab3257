package dev.kvsql.disk;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Bytes of a file, in blocks that copies share until one of them is written. */
final class SimulatedBytes {
  private static final int BLOCK = 4096;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final Map<Long, byte[]> blocks = new HashMap<>();
  private long size;

  SimulatedBytes copy() {
    SimulatedBytes copy = new SimulatedBytes();
    copy.blocks.putAll(blocks);
    copy.size = size;
    return copy;
  }

  long size() {
    return size;
  }

  byte[] bytes() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
    read(all, 0);
    return all.array();
  }

  int read(ByteBuffer into, long offset) {
    int total = (int) Math.max(0, Math.min(into.remaining(), size - offset));
    for (int done = 0; done < total; ) {
      int within = (int) ((offset + done) % BLOCK);
      int part = Math.min(total - done, BLOCK - within);
      into.put(blocks.getOrDefault((offset + done) / BLOCK, ZEROS), within, part);
      done += part;
    }
    return total;
  }

  void write(long offset, byte[] from, int start, int count) {
    for (int done = 0; done < count; ) {
      long block = (offset + done) / BLOCK;
      int within = (int) ((offset + done) % BLOCK);
      int part = Math.min(count - done, BLOCK - within);
      byte[] bytes = blocks.getOrDefault(block, ZEROS).clone();
      System.arraycopy(from, start + done, bytes, within, part);
      blocks.put(block, bytes);
      done += part;
    }
    size = Math.max(size, offset + count);
  }

  void truncate(long to) {
    if (to >= size) {
      return;
    }
    size = to;
    long last = to / BLOCK;
    blocks.keySet().removeIf(block -> block > last);
    byte[] partial = blocks.get(last);
    if (partial != null) {
      byte[] cut = new byte[BLOCK];
      System.arraycopy(partial, 0, cut, 0, (int) (to % BLOCK));
      blocks.put(last, cut);
    }
  }
}
