package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.BrokenFramesException;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.Frame;
import dev.kvsql.disk.FrameFile;
import dev.kvsql.disk.FrameHead;
import dev.kvsql.disk.FrameInput;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open file that can take a repair or a truncate back: for each key the value before and after,
 * see {@link UndoFormat}. Its values are read as they are needed. For one thread.
 */
public final class UndoRecord implements AutoCloseable {
  private final DiskFile file;
  private final FrameFile frames;
  private final UndoHead head;

  private UndoRecord(DiskFile file, FrameFile frames, UndoHead head) {
    this.file = file;
    this.frames = frames;
    this.head = head;
  }

  /** Something that is no whole undo record. */
  public static final class BrokenRecordException extends IOException {
    private static final long serialVersionUID = 1;

    private BrokenRecordException(String problem, @Nullable Throwable cause) {
      super(problem, cause);
    }
  }

  /**
   * Opens a record that is whole: every byte that means something is checked.
   *
   * @throws BrokenRecordException when it is something else, or damaged, or cut off
   */
  public static UndoRecord open(Path path) throws IOException {
    LocalDisk disk = LocalDisk.shared();
    requireFile(disk.kind(path));
    DiskFile file = disk.open(path, Disk.Opening.READ);
    try {
      return open(file);
    } catch (IOException e) {
      file.close();
      throw e instanceof BrokenFramesException broken ? damaged(broken) : e;
    }
  }

  private static void requireFile(Disk.Kind kind) throws BrokenRecordException {
    switch (kind) {
      case DIRECTORY -> throw broken("a directory, not an undo record");
      case OTHER -> throw broken("no regular file, so no undo record");
      case FILE, NOTHING -> {
        // What is not there is told by opening it.
      }
    }
  }

  private static UndoRecord open(DiskFile file) throws IOException {
    requireKind(file);
    FrameFile frames =
        frames(file).orElseThrow(() -> broken("not a whole undo record: it was never finished"));
    frames.skipToEnd();
    return new UndoRecord(file, frames, Scan.of(frames));
  }

  private static Optional<FrameFile> frames(DiskFile file) throws IOException {
    try {
      return FrameFile.open(file, UndoFormat.MAGIC);
    } catch (BrokenFramesException e) {
      throw new BrokenRecordException("not an undo record, or its head is damaged", e);
    }
  }

  private static void requireKind(DiskFile file) throws IOException {
    if (file.size() == 0) {
      throw broken("empty (0 bytes), not an undo record");
    }
    Optional<FrameHead> head = FrameHead.read(file);
    if (head.isPresent()) {
      requireKind(head.get().magic());
    }
  }

  private static void requireKind(long magic) throws BrokenRecordException {
    long kind = magic >>> UndoFormat.VERSION_BITS;
    if (kind == UndoFormat.REDO_LOG) {
      throw broken("the redo log of a store, not an undo record");
    }
    if (kind != UndoFormat.MAGIC >>> UndoFormat.VERSION_BITS) {
      throw broken("not an undo record");
    }
    if (magic != UndoFormat.MAGIC) {
      throw broken("an undo record of another version, which this kvsql does not know");
    }
  }

  private static BrokenRecordException broken(String problem) {
    return new BrokenRecordException(problem, null);
  }

  private static BrokenRecordException damaged(BrokenFramesException cause) {
    return new BrokenRecordException("not a sound undo record: " + cause.getMessage(), cause);
  }

  /** What the record is about. */
  public UndoHead head() {
    return head;
  }

  /** How a record and a store go together. */
  public sealed interface Fit {}

  /** Every key holds what the command left there. */
  public record Undoable() implements Fit {}

  /** Every key holds what it held before the command. */
  public record TakenBack() implements Fit {}

  /** Some keys hold something else, this one first. */
  public record Moved(byte[] key) implements Fit {}

  /** Compares every key with what a store holds now. */
  public Fit fit(ChunkStore chunks) throws IOException {
    Comparison comparison = new Comparison(chunks);
    forEach(comparison::add);
    return comparison.result();
  }

  private static final class Comparison {
    private final ChunkStore chunks;
    private boolean takenBack = true;
    private byte @Nullable [] moved;

    Comparison(ChunkStore chunks) {
      this.chunks = chunks;
    }

    void add(Change change) {
      byte[] now = chunks.get(change.key());
      takenBack &= Arrays.equals(now, change.before());
      if (moved == null && !Arrays.equals(now, change.after())) {
        moved = change.key();
      }
    }

    Fit result() {
      byte[] key = moved;
      return takenBack ? new TakenBack() : key == null ? new Undoable() : new Moved(key);
    }
  }

  /** Tells what an undo does, in the order of the keys. */
  public void forEachStep(Consumer<UndoStep> target) throws IOException {
    UndoSteps steps = new UndoSteps(target);
    forEach(steps::add);
    steps.end();
  }

  /**
   * Puts every old value back, as one durable batch.
   *
   * @throws IOException also when memory cannot hold that batch; then nothing was put back
   */
  public void revert(ChunkStore chunks) throws IOException {
    chunks.apply(reverting(), Durability.FORCED);
  }

  private WriteBatch reverting() throws IOException {
    try {
      return allReverting();
    } catch (OutOfMemoryError e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "not enough memory for the record's %,d bytes, give Java more, such as"
                  + " KVSQL_OPTS=-Xmx8g; nothing was changed",
              file.size()),
          e);
    }
  }

  private WriteBatch allReverting() throws IOException {
    WriteBatch.Builder batch = WriteBatch.builder();
    forEach(change -> change.addRevert(batch));
    return batch.build();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Tells every change and witness, in the order in which they were written. */
  void forEach(Consumer<Change> target) throws IOException {
    try {
      frames.forEach(frame -> forEach(frame, target));
    } catch (BrokenFramesException e) {
      throw damaged(e);
    }
  }

  private void forEach(Frame frame, Consumer<Change> target) throws IOException {
    FrameInput in = new FrameInput(file, frame);
    if (in.getInt() == UndoFormat.CHANGES) {
      while (in.remaining() > 0) {
        target.accept(Change.read(in));
      }
    }
  }

  /** A first look at every frame, without the values. */
  private static final class Scan {
    private final FrameFile frames;
    private @Nullable UndoHead head;
    private long changes;
    private boolean ended;

    private Scan(FrameFile frames) {
      this.frames = frames;
    }

    /** The head of a record that has its end. */
    static UndoHead of(FrameFile frames) throws IOException {
      Scan scan = new Scan(frames);
      frames.forEach(scan::visit);
      UndoHead head = scan.head;
      if (head == null || !scan.ended) {
        throw broken(
            frames.file().size() > frames.end()
                ? "not a whole undo record: cut off or damaged at byte " + frames.end()
                : "not a whole undo record: its end is missing");
      }
      return head;
    }

    private void visit(Frame frame) throws IOException {
      FrameInput in = new FrameInput(frames.file(), frame);
      int kind = in.getInt();
      if (ended || (kind == UndoFormat.HEAD) != (head == null)) {
        throw unexpected(frame, kind);
      }
      switch (kind) {
        case UndoFormat.HEAD -> head = UndoHead.read(in);
        case UndoFormat.CHANGES -> count(in);
        case UndoFormat.END -> end(in);
        default -> throw unexpected(frame, kind);
      }
    }

    private void count(FrameInput in) throws IOException {
      while (in.remaining() > 0) {
        Change.skip(in);
        changes++;
      }
    }

    private void end(FrameInput in) throws IOException {
      long expected = in.getLong();
      if (changes != expected) {
        throw new BrokenFramesException("expected " + expected + " changes, found " + changes);
      }
      ended = true;
    }

    private static BrokenFramesException unexpected(Frame frame, int kind) {
      return new BrokenFramesException(
          "frame " + frame.sequence() + " of kind " + kind + " does not belong there");
    }
  }
}
