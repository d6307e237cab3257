package dev.kvsql.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a command has been through: on a terminal a bar with bytes, rate and time left,
 * which leaves no trace; elsewhere nothing. Threads may share it.
 */
final class ByteProgress implements LongConsumer, AutoCloseable {
  /** Of a command that cannot tell how many bytes it will read. */
  static final long UNKNOWN = -1;

  private static final long MIB = 1 << 20;

  private final TerminalBar line;
  private final @Nullable ProgressBar bar;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A progress.
   *
   * @param totalBytes how many there will be, or {@link #UNKNOWN}
   */
  ByteProgress(Globals globals, PrintWriter err, String task, long totalBytes) {
    line = new TerminalBar(err);
    bar =
        globals.showsProgress()
            ? line.named(task).setInitialMax(totalBytes).setUnit(" MiB", MIB).showSpeed().build()
            : null;
  }

  /** So many bytes more. */
  @Override
  public void accept(long count) {
    long total = bytes.addAndGet(count);
    if (bar != null) {
      bar.stepTo(total);
    }
  }

  /** A stream that tells of the bytes that are read from it. */
  InputStream of(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        accept(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        accept(Math.max(count, 0));
        return count;
      }
    };
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      line.clear();
    }
  }
}
