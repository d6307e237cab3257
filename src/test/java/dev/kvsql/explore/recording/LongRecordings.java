package dev.kvsql.explore.recording;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Replays a long recording that is never there as a whole, and prints what comes of it. */
final class LongRecordings {
  private static final HexFormat HEX = HexFormat.of();

  /** What the lines are. */
  enum Shape {
    /** A file grows and is truncated, again and again. */
    TRUNCATES(1_000_000),
    /** A file grows. */
    GROWTH(300_000),
    /** Everything fails, with too many keys. */
    FAILURES(10_000),
    /** Every other chunk of a file. */
    GAPS(1_000_000),
    /** Long keys of other programs. */
    FOREIGN_KEYS(100_000);

    private final long lines;

    Shape(long lines) {
      this.lines = lines;
    }
  }

  private LongRecordings() {}

  public static void main(String[] arguments) throws IOException {
    Shape shape = Shape.valueOf(arguments[0]);
    try (RecordedOperations operations = new RecordedOperations("ops", new Lines(shape))) {
      ReplayReport report = OperationReplay.of(operations);
      long chunks = report.files().stream().mapToLong(file -> file.chunks().count()).sum();
      System.out.printf(
          "%d operations, %d windows, %s, %d chunks, %d foreign%n",
          report.total(),
          report.windows().count(),
          report.holds(),
          chunks,
          report.otherKeys().foreign());
    } catch (BrokenRecordingException e) {
      System.out.println(e.getMessage());
    }
  }

  /** The lines, made one by one as they are read. */
  private static final class Lines extends InputStream {
    private final Shape shape;
    private long next;
    private InputStream current = InputStream.nullInputStream();

    Lines(Shape shape) {
      this.shape = shape;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = current.read(into, offset, length);
      if (count >= 0 || next == shape.lines) {
        return count;
      }
      byte[] line = (line(shape, next++) + "\n").getBytes(StandardCharsets.UTF_8);
      current = new ByteArrayInputStream(line);
      return current.read(into, offset, length);
    }
  }

  private static String line(Shape shape, long line) {
    return switch (shape) {
      case TRUNCATES ->
          switch ((int) (line % 4)) {
            case 0 ->
                put("[\"0801010100000000\",4096],[\"0801010100000001\",16],[\"08010001\",10]");
            case 1 -> put("[\"08010001\",10]");
            case 2 -> "{\"op\":\"get\",\"keys\":[\"0801010100000000\"]}";
            default -> "{\"op\":\"delete\",\"keys\":[\"0801010100000001\"]}";
          };
      case GROWTH -> grown(line);
      case FAILURES ->
          "{\"op\":\"get\",\"keys\":[\"" + "08\",\"".repeat(128) + "08\"],\"failed\":true}";
      case GAPS -> grown(2 * line);
      case FOREIGN_KEYS -> put("[\"" + "00".repeat(2040) + HEX.toHexDigits(line) + "\",1]");
    };
  }

  private static String grown(long chunk) {
    String key = HEX.toHexDigits(0x0801010000000000L + chunk);
    return put("[\"" + key + "\",4096],[\"08010000\",10]");
  }

  private static String put(String entries) {
    return "{\"op\":\"put\",\"entries\":[" + entries + "]}";
  }
}
