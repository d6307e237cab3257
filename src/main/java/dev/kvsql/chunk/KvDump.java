package dev.kvsql.chunk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * KV dumps: JSON Lines, one {@code {"key":"<hex>","value":"<base64>"}} a line, sorted by key,
 * optionally compressed with gzip. Keys must ascend strictly: a dump that names a key twice has no
 * one meaning.
 */
public final class KvDump {
  private static final JsonFactory JSON = new JsonFactory();
  private static final HexFormat HEX = HexFormat.of();
  private static final String CUT_SHORT = "the compressed dump ends here, before its end mark";

  private KvDump() {}

  /** Writes entries as lines, without compression; the stream stays open. */
  public static void write(Iterator<Entry> entries, OutputStream out) throws IOException {
    while (entries.hasNext()) {
      out.write(line(entries.next()).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String line(Entry entry) {
    return "{\"key\":\""
        + HEX.formatHex(entry.key())
        + "\",\"value\":\""
        + Base64.getEncoder().encodeToString(entry.value())
        + "\"}\n";
  }

  /** A line of a dump that cannot be read. */
  public static final class BrokenLineException extends IOException {
    private static final long serialVersionUID = 1;

    private BrokenLineException(long line, String problem, @Nullable Throwable cause) {
      super("line " + line + ": " + problem, cause);
    }
  }

  /** Reads a dump line by line; memory for one line at a time. */
  public static final class Reader implements AutoCloseable {
    private final BufferedReader lines;
    private long line;
    private byte @Nullable [] lastKey;

    /** Reads from a stream, compressed or not, and closes it in the end. */
    public Reader(InputStream in) throws IOException {
      BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
      buffered.mark(2);
      boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
      buffered.reset();
      InputStream plain = gzip ? unzipped(buffered) : buffered;
      lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16);
    }

    /**
     * The next entry, or nothing at the end.
     *
     * @throws BrokenLineException when the line is no entry, or its key is not after the one before
     */
    public Optional<Entry> next() throws IOException {
      String text;
      do {
        line++;
        text = readLine();
        if (text == null) {
          return Optional.empty();
        }
      } while (text.isBlank());
      Entry entry = parse(text);
      if (lastKey != null && Arrays.compareUnsigned(lastKey, entry.key()) >= 0) {
        throw broken("key " + HEX.formatHex(entry.key()) + " is not after the key before it", null);
      }
      lastKey = entry.key();
      return Optional.of(entry);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }

    private static InputStream unzipped(InputStream in) throws IOException {
      try {
        return new GZIPInputStream(in, 1 << 16);
      } catch (EOFException e) {
        throw new BrokenLineException(1, CUT_SHORT, e);
      }
    }

    private @Nullable String readLine() throws IOException {
      try {
        return lines.readLine();
      } catch (EOFException e) {
        throw broken(CUT_SHORT, e);
      } catch (IOException e) {
        throw broken("cannot be read: " + e.getMessage(), e);
      }
    }

    private Entry parse(String text) throws IOException {
      String key = null;
      String value = null;
      try (JsonParser parser = JSON.createParser(text)) {
        require(parser.nextToken() == JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          require(parser.nextToken() == JsonToken.VALUE_STRING);
          switch (field) {
            case "key" -> {
              require(key == null);
              key = parser.getText();
            }
            case "value" -> {
              require(value == null);
              value = parser.getText();
            }
            default -> throw broken("unknown field \"" + field + "\"", null);
          }
        }
        require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
      } catch (JsonProcessingException e) {
        throw broken("not JSON: " + e.getOriginalMessage(), e);
      }
      require(key != null && value != null);
      return decode(key, value);
    }

    private Entry decode(@Nullable String key, @Nullable String value) throws IOException {
      try {
        return new Entry(
            HEX.parseHex(String.valueOf(key)), Base64.getDecoder().decode(String.valueOf(value)));
      } catch (IllegalArgumentException e) {
        throw broken("key must be hex and value base64: " + e.getMessage(), e);
      }
    }

    private void require(boolean holds) throws IOException {
      if (!holds) {
        throw broken("expected {\"key\":\"<hex>\",\"value\":\"<base64>\"}", null);
      }
    }

    private BrokenLineException broken(String problem, @Nullable Throwable cause) {
      return new BrokenLineException(line, problem, cause);
    }
  }
}
