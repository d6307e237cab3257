package dev.kvsql.cli.option;

import dev.kvsql.chunk.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Chunk indexes as people write them: {@code 0}, {@code 3-9}, {@code 0,5,7-}. */
public record ChunkSelection(List<Range> ranges) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(-(\\d{1,10})?)?");

  /** From {@code first} to {@code end}, exclusive. */
  public record Range(long first, long end) {}

  public ChunkSelection {
    ranges = List.copyOf(ranges);
  }

  /** Every chunk that there can be. */
  public static ChunkSelection all() {
    return new ChunkSelection(List.of(new Range(0, StoreKey.MAX_CHUNKS)));
  }

  /**
   * Reads a selection.
   *
   * @throws TypeConversionException when it is none, and says what one looks like
   */
  public static ChunkSelection parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        throw new TypeConversionException(
            "'" + text + "' names no chunks: expected such as 0, 3-9 or 0,5,7-");
      }
      ranges.add(range(range, text));
    }
    return new ChunkSelection(ranges);
  }

  private static Range range(Matcher range, String text) {
    long first = Long.parseLong(range.group(1));
    long last =
        range.group(3) != null
            ? Long.parseLong(range.group(3))
            : range.group(2) != null ? StoreKey.MAX_CHUNKS - 1 : first;
    if (last < first || last >= StoreKey.MAX_CHUNKS) {
      throw new TypeConversionException(
          "'" + text + "' names no chunks: indexes go up, to at most " + (StoreKey.MAX_CHUNKS - 1));
    }
    return new Range(first, last + 1);
  }

  /** For picocli. */
  public static final class Converter implements ITypeConverter<ChunkSelection> {
    @Override
    public ChunkSelection convert(String value) {
      return parse(value);
    }
  }
}
