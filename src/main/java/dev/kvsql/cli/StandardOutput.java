package dev.kvsql.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard output. Java's print streams swallow errors; this one remembers the first,
 * so that a result which did not arrive does not end with exit code 0.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream out =
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
  private @Nullable IOException failure;

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    attempt(() -> out.write(bytes, offset, count));
  }

  @Override
  public void flush() throws IOException {
    attempt(out::flush);
  }

  /** What went wrong; that a reader such as {@code head} has seen enough is nothing wrong. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure)
        .filter(e -> !String.valueOf(e.getMessage()).contains("Broken pipe"));
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      step.run();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
