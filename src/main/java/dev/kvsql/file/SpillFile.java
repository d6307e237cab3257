package dev.kvsql.file;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A temporary file of chunks by number. It loses its name as soon as it is made, so that nothing of
 * it is left when the process ends, however that ends. It is written and never mapped: a full disk
 * is an exception, not a signal. Its failures are {@link StoreException}s.
 */
final class SpillFile {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final Spilling spilling;
  private final DiskFile file;

  /** The disk does not take memory that belongs to one thread. */
  private final ByteBuffer staging = ByteBuffer.allocate(CHUNK);

  private long writtenBytes;

  private SpillFile(Spilling spilling, DiskFile file) {
    this.spilling = spilling;
    this.file = file;
  }

  static SpillFile make(Spilling spilling) {
    Disk disk = spilling.disk();
    Path name = spilling.directory().resolve("kvsql-" + UUID.randomUUID() + ".tmp");
    try {
      DiskFile file = disk.open(name, Disk.Opening.CREATE);
      takeName(disk, name, file);
      return new SpillFile(spilling, file);
    } catch (IOException e) {
      throw failed(spilling, "be made", e);
    }
  }

  private static void takeName(Disk disk, Path name, DiskFile file) throws IOException {
    try {
      disk.delete(name);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Bytes written so far. */
  long writtenBytes() {
    return writtenBytes;
  }

  /** Copies bytes of a chunk from {@code at} on. */
  void read(int number, int at, MemorySegment into, long offset, int count) {
    ByteBuffer bytes = staging.clear().limit(count);
    try {
      if (file.read(bytes, offset(number, at)) < count) {
        throw new EOFException("it was cut short");
      }
    } catch (IOException e) {
      throw failed(spilling, "be read", e);
    }
    MemorySegment.copy(staging.array(), 0, into, ValueLayout.JAVA_BYTE, offset, count);
  }

  /** Writes bytes into a chunk from {@code at} on. */
  void write(int number, int at, MemorySegment from, long offset, int count) {
    ByteBuffer bytes = staging.clear().limit(count);
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, staging.array(), 0, count);
    try {
      file.write(bytes, offset(number, at));
    } catch (IOException e) {
      throw failed(spilling, "be written", e);
    }
    writtenBytes += count;
  }

  /** Gives the room back that the chunks from a number on take. */
  void truncate(int number) {
    try {
      file.truncate(offset(number, 0));
    } catch (IOException e) {
      // The room comes back when the file is closed.
    }
  }

  void close() {
    try {
      file.close();
    } catch (IOException e) {
      // Nobody needs anything of it any more.
    }
  }

  private static long offset(int number, int at) {
    return (long) number * CHUNK + at;
  }

  private static StoreException failed(Spilling spilling, String what, IOException e) {
    return new StoreException.Failed(
        "the temporary file for a large transaction, in %s, cannot %s: %s; another directory can be named by -Djava.io.tmpdir"
            .formatted(spilling.directory(), what, e.getMessage()),
        e);
  }
}
