package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.BrokenFramesException;
import dev.kvsql.disk.BrokenFramesException.Extent;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.Frame;
import dev.kvsql.disk.FrameBody;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a commit in a redo log says beside its pages: the first 24 bytes of a frame's body.
 *
 * @param lengthBytes of the store
 * @param epoch that a checkpoint after this commit gives the store file; 0 when none follows
 * @param pages how many the log has of it
 * @param filePages how many pages the store file has at least, because the commit put some straight
 *     into it; 0 when it put none
 */
record LoggedCommit(long lengthBytes, long epoch, int pages, int filePages) {
  static final int BYTES = 24;

  /** MapDB allocates 1 MiB at a time and writes into each: a log that claims more is wrong. */
  private static final int GROWTH_SHIFT = 20;

  private static final long SLACK_PAGES = 64;

  /** Reads what a frame says. */
  static LoggedCommit read(DiskFile file, Frame frame) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    file.read(bytes, frame.bodyOffset());
    bytes.flip();
    if (bytes.remaining() < BYTES) {
      throw notOfALog(frame);
    }
    LoggedCommit commit =
        new LoggedCommit(bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getInt());
    if (commit.lengthBytes < 0 || commit.pages < 0 || commit.filePages < 0) {
      throw notOfALog(frame);
    }
    if (commit.firstPage(frame) < commit.numbers(frame) + (long) commit.pages * Long.BYTES) {
      throw notOfALog(frame);
    }
    return commit;
  }

  private static BrokenFramesException notOfALog(Frame frame) {
    return new BrokenFramesException(
        "frame " + frame.sequence() + " is not of a redo log", Extent.ALL);
  }

  void write(FrameBody body) throws IOException {
    body.putLong(lengthBytes).putLong(epoch).putInt(pages).putInt(filePages);
  }

  /** Where the numbers of the pages are in the log, in bytes. */
  long numbers(Frame frame) {
    return frame.bodyOffset() + BYTES;
  }

  /** Where the pages themselves are in the log, in bytes. */
  long firstPage(Frame frame) {
    return frame.bodyOffset() + frame.bodyBytes() - (long) pages * RedoLog.PAGE_BYTES;
  }

  /**
   * How long the store file must be, in bytes, for the commit to be true.
   *
   * @param logged pages that the log has, up to this commit
   */
  long neededFileBytes(long logged) {
    return Math.max(
        (long) filePages << RedoLog.PAGE_SHIFT,
        lengthBytes - ((logged + SLACK_PAGES) << GROWTH_SHIFT));
  }
}
