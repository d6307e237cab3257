package dev.kvsql.fleet;

import dev.kvsql.check.Level;
import dev.kvsql.chunk.mapdb.StoreStamp;
import dev.kvsql.render.report.SubjectReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs have finished, so that the next one need not do it again: JSON Lines, the first of them
 * the format, then one a database, each on disk before the next database is counted as finished. A
 * last line that was cut off is as if it were not there. For threads to share.
 */
public final class ResumeFile implements AutoCloseable {
  static final String FORMAT = "kvsql/check-resume/1";

  private static final String FIRST_LINE = "{\"format\":\"" + FORMAT + "\"}\n";

  private final Level level;
  private final @Nullable FileChannel channel;
  private final Map<ResumeLine.Key, ResumeLine> lines = new HashMap<>();

  private ResumeFile(Level level, @Nullable FileChannel channel) {
    this.level = level;
    this.channel = channel;
  }

  /** This is no such file; nothing of it was changed. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /** No file: nothing was finished, and nothing is written down. */
  public static ResumeFile none() {
    return new ResumeFile(Level.FULL, null);
  }

  /**
   * Opens a file, or makes it.
   *
   * @param level of this run; what was checked to another depth counts for nothing
   * @throws RefusedException when it has other content, or another process has it
   */
  public static ResumeFile open(Path file, Level level) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new RefusedException(file + ": not a regular file");
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(file, channel);
      ResumeFile resume = new ResumeFile(level, channel);
      resume.read(file, channel);
      return resume;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Another run of this process.
    }
    throw new RefusedException(file + ": another check is writing to it");
  }

  private void read(Path file, FileChannel channel) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    // A line that was cut off may end amid a character, so it is left alone.
    int end = endOfLines(bytes);
    if (end == 0) {
      if (!FIRST_LINE.startsWith(new String(bytes, StandardCharsets.ISO_8859_1))) {
        throw notOurs(file);
      }
      channel.truncate(0);
      append(FIRST_LINE);
      return;
    }
    String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
    if (!text.startsWith(FIRST_LINE)) {
      throw notOurs(file);
    }
    for (String line : text.substring(FIRST_LINE.length()).lines().toList()) {
      ResumeLine read =
          ResumeLine.parse(line)
              .orElseThrow(() -> new RefusedException(file + ": a line of it makes no sense"));
      lines.put(read.key(), read);
    }
    channel.truncate(end);
    channel.position(channel.size());
  }

  private static int endOfLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static RefusedException notOurs(Path file) {
    return new RefusedException(
        file + ": holds something else than what a check finished; expected " + FORMAT);
  }

  /** What an earlier run found, if the store has not changed since. */
  Optional<SubjectReport> finished(DatabaseWork work, StoreStamp now) {
    return Optional.ofNullable(lines.get(new ResumeLine.Key(work.subject(), level)))
        .filter(line -> line.isOf(now))
        .map(ResumeLine::report);
  }

  /** Writes down what was finished. */
  void add(DatabaseWork work, StoreStamp stamp, SubjectReport report) {
    if (channel == null) {
      return;
    }
    ResumeLine.Key key = new ResumeLine.Key(work.subject(), level);
    try {
      append(new ResumeLine(key, stamp.store(), stamp.log(), report).text() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void append(String text) throws IOException {
    FileChannel open = channel;
    if (open != null) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
      open.force(true);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
