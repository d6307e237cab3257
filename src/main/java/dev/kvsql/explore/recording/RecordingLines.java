package dev.kvsql.explore.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a recording, uncompressed if need be: whether it is compressed is told by its first
 * two bytes. Memory for one line at a time, and for none beyond the limit.
 */
final class RecordingLines implements AutoCloseable {
  /** Rivet takes at most 976 KiB in one call, which base64 makes 1.3 MiB. */
  static final int LIMIT_BYTES = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String recording;
  private final InputStream source;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private byte[] line = new byte[BUFFER_BYTES];
  private InputStream in;
  private int position;
  private int end;
  private long number;

  /**
   * @param recording what messages call it
   * @param source is closed with this
   */
  RecordingLines(String recording, InputStream source) {
    this.recording = recording;
    this.source = source;
    in = source;
  }

  /** Number of the line that {@link #next} gave last, from 1. */
  long number() {
    return number;
  }

  /**
   * The next line that is not blank, without its end, or nothing at the end.
   *
   * @throws BrokenRecordingException when it is too long, or the compressed bytes are damaged
   */
  Optional<String> next() throws IOException {
    Optional<String> text;
    do {
      number++;
      text = readLine();
    } while (text.isPresent() && text.get().isBlank());
    return text;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** What is wrong with the line that {@link #next} gave last. */
  BrokenRecordingException broken(String expected, String found, @Nullable Throwable cause) {
    return new BrokenRecordingException(recording, number, expected, found, cause);
  }

  private Optional<String> readLine() throws IOException {
    try {
      if (number == 1) {
        in = unzipped(source);
      }
      int length = 0;
      while (fill()) {
        int stop = indexOfLineEnd();
        length = append(length, stop);
        position = Math.min(end, stop + 1);
        if (stop < end) {
          return Optional.of(text(length));
        }
      }
      return length == 0 ? Optional.empty() : Optional.of(text(length));
    } catch (EOFException e) {
      throw broken("the rest of the compressed recording", "its end: it was cut short", e);
    } catch (ZipException e) {
      throw broken("a recording compressed with gzip", "damage in it: " + e.getMessage(), e);
    }
  }

  private static InputStream unzipped(InputStream source) throws IOException {
    PushbackInputStream in = new PushbackInputStream(source, 2);
    byte[] start = in.readNBytes(2);
    in.unread(start);
    boolean gzip = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
  }

  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, in.read(buffer));
    }
    return position < end;
  }

  private int indexOfLineEnd() {
    int at = position;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  private int append(int length, int stop) throws BrokenRecordingException {
    int more = stop - position;
    if (length + more > LIMIT_BYTES) {
      throw broken("a line of at most " + LIMIT_BYTES + " bytes", "a longer one", null);
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, Math.min(LIMIT_BYTES, 2 * line.length)));
    }
    System.arraycopy(buffer, position, line, length, more);
    return length + more;
  }

  private String text(int length) {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }
}
