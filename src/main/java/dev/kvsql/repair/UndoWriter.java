package dev.kvsql.repair;

import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.FrameBody;
import dev.kvsql.disk.FrameFile;
import dev.kvsql.disk.FrameHead;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Writes undo records, change by change; see {@link UndoFormat}. */
final class UndoWriter {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A frame has more only when its one change is larger. */
  private static final long FRAME_BYTES = (1 << 20) - FrameFile.BLOCK_BYTES;

  private final FrameFile frames;
  private final Iterator<Change> changes;
  private @Nullable Change next;
  private long written;

  private UndoWriter(FrameFile frames, Iterator<Change> changes) {
    this.frames = frames;
    this.changes = changes;
  }

  /**
   * Writes a record, durable when the call returns; one that cannot be written whole is removed.
   *
   * @param file must not exist yet
   * @param changes read as the record is written
   */
  static void write(Disk disk, Path file, UndoHead head, Iterator<Change> changes)
      throws IOException {
    DiskFile created = disk.open(file, Disk.Opening.CREATE);
    try {
      try (created) {
        FrameHead kind = new FrameHead(UndoFormat.MAGIC, 0, 0, epoch(), 0);
        new UndoWriter(FrameFile.create(created, kind), changes).writeAll(head);
      }
      disk.forceNameOf(file);
    } catch (IOException e) {
      remove(disk, file, e);
      throw new IOException(
          file + ": cannot be written: " + e.getMessage() + "; nothing was changed", e);
    } catch (RuntimeException e) {
      remove(disk, file, e);
      throw e;
    }
  }

  private static long epoch() {
    return Math.max(1, RANDOM.nextLong(Long.MAX_VALUE));
  }

  private static void remove(Disk disk, Path file, Exception failure) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void writeAll(UndoHead head) throws IOException {
    frames.append(head::write);
    advance();
    while (next != null) {
      frames.append(this::fill);
    }
    frames.append(body -> body.putInt(UndoFormat.END).putLong(written));
    frames.force();
  }

  private void fill(FrameBody body) throws IOException {
    body.putInt(UndoFormat.CHANGES);
    long bytes = 0;
    for (Change change = next; change != null && fits(change, bytes); change = advance()) {
      change.write(body);
      bytes += change.encodedBytes();
      written++;
    }
  }

  private static boolean fits(Change change, long bytesBefore) {
    return bytesBefore == 0 || bytesBefore + change.encodedBytes() <= FRAME_BYTES;
  }

  private @Nullable Change advance() {
    next = changes.hasNext() ? changes.next() : null;
    return next;
  }
}
