package dev.kvsql.explore.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.explore.recording.RecordedOperation.Content;
import dev.kvsql.explore.recording.RecordedOperation.Length;
import dev.kvsql.explore.recording.RecordedOperation.Value;
import dev.kvsql.explore.recording.RecordedOperation.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a recording, read field by field. Fields that no operation has are skipped; those
 * that one has must be what they are in every line, and must not be given twice.
 */
final class OperationLine {
  /** Rivet's keys are no longer. */
  private static final int MAX_KEY_BYTES = 2048;

  private static final int QUOTED_CHARS = 40;
  private static final HexFormat HEX = HexFormat.of();
  // What the fields of a hostile line are called is not worth keeping.
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private final JsonParser parser;
  private @Nullable String op;
  private @Nullable List<byte[]> keys;
  private @Nullable List<Written> entries;
  private byte @Nullable [] from;
  private byte @Nullable [] to;
  private @Nullable Boolean failed;

  /** A line that is no operation. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String found;

    private UnreadableException(String expected, String found, @Nullable Throwable cause) {
      super("expected " + expected + ", found " + found, cause);
      this.expected = expected;
      this.found = found;
    }

    String expected() {
      return expected;
    }

    String found() {
      return found;
    }
  }

  private OperationLine(JsonParser parser) {
    this.parser = parser;
  }

  static RecordedOperation parse(String line) throws UnreadableException {
    try (JsonParser parser = JSON.createParser(line)) {
      OperationLine fields = new OperationLine(parser);
      fields.readAll();
      return fields.operation();
    } catch (IOException e) {
      // A string cannot fail to be read: this is what the parser says of it.
      throw new UnreadableException("one JSON object", reason(e), e);
    }
  }

  private static String reason(IOException failure) {
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return "other text: " + cut(message, 3 * QUOTED_CHARS);
  }

  private void readAll() throws IOException, UnreadableException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrong("one JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      readField(name);
    }
    if (parser.nextToken() != null) {
      throw new UnreadableException("one JSON object", "more after its end", null);
    }
  }

  private void readField(String name) throws IOException, UnreadableException {
    switch (name) {
      case "op" -> op = once(name, op, text("op to be a string"));
      case "keys" -> keys = once(name, keys, keys());
      case "entries" -> entries = once(name, entries, entries());
      case "from" -> from = once(name, from, key("from to be a key in hex"));
      case "to" -> to = once(name, to, key("to to be a key in hex"));
      case "failed" -> failed = once(name, failed, failed());
      default -> parser.skipChildren();
    }
  }

  private static <T> T once(String name, @Nullable T before, T value) throws UnreadableException {
    if (before != null) {
      throw new UnreadableException("field " + name + " once", "it twice", null);
    }
    return value;
  }

  private RecordedOperation operation() throws UnreadableException {
    boolean hasFailed = failed != null && failed;
    return switch (present("op", op)) {
      case "get" -> new RecordedOperation.Get(present("keys", keys), hasFailed);
      case "put" -> new RecordedOperation.Put(present("entries", entries), hasFailed);
      case "delete" -> new RecordedOperation.Delete(present("keys", keys), hasFailed);
      case "deleteRange" ->
          new RecordedOperation.DeleteRange(
              new KeyRange(present("from", from), present("to", to)), hasFailed);
      case String other ->
          throw new UnreadableException(
              "op to be get, put, delete or deleteRange", quoted(other), null);
    };
  }

  private static <T> T present(String name, @Nullable T value) throws UnreadableException {
    if (value == null) {
      throw new UnreadableException("field " + name, "none", null);
    }
    return value;
  }

  private boolean failed() throws UnreadableException {
    return switch (parser.currentTokenId()) {
      case JsonTokenId.ID_TRUE -> true;
      case JsonTokenId.ID_FALSE -> false;
      default -> throw wrong("failed to be true or false");
    };
  }

  private List<byte[]> keys() throws IOException, UnreadableException {
    requireArray("keys to be an array of keys in hex");
    List<byte[]> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      all.add(key("a key in hex"));
    }
    return all;
  }

  private List<Written> entries() throws IOException, UnreadableException {
    requireArray("entries to be an array of [key, value] pairs");
    List<Written> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      requireArray("a [key, value] pair");
      parser.nextToken();
      byte[] key = key("a key in hex");
      parser.nextToken();
      all.add(new Written(key, value()));
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        throw wrong("a pair of a key and a value to end there");
      }
    }
    return all;
  }

  private void requireArray(String expected) throws UnreadableException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(expected);
    }
  }

  private String text(String expected) throws IOException, UnreadableException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(expected);
    }
    return parser.getText();
  }

  private byte[] key(String expected) throws IOException, UnreadableException {
    String hex = text(expected);
    if (hex.length() > 2 * MAX_KEY_BYTES) {
      throw new UnreadableException(
          "a key of at most " + MAX_KEY_BYTES + " bytes", hex.length() + " hex digits", null);
    }
    try {
      return HEX.parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("a key in hex, two digits a byte", quoted(hex), e);
    }
  }

  private Value value() throws IOException, UnreadableException {
    String expected = "a value's length in bytes or its bytes in base64";
    return switch (parser.currentTokenId()) {
      case JsonTokenId.ID_NUMBER_INT -> new Length(length(parser.getText()));
      case JsonTokenId.ID_STRING -> new Content(content(parser.getText()));
      default -> throw wrong(expected);
    };
  }

  private static int length(String digits) throws UnreadableException {
    try {
      int length = Integer.parseInt(digits);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new UnreadableException(lengths(), cut(digits, QUOTED_CHARS), e);
    }
    throw new UnreadableException(lengths(), digits, null);
  }

  private static String lengths() {
    return "a length from 0 to " + Integer.MAX_VALUE;
  }

  private static byte[] content(String base64) throws UnreadableException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("a value in base64", quoted(base64), e);
    }
  }

  private UnreadableException wrong(String expected) {
    return new UnreadableException(expected, token(), null);
  }

  private String token() {
    return switch (parser.currentTokenId()) {
      case JsonTokenId.ID_START_OBJECT, JsonTokenId.ID_END_OBJECT -> "an object";
      case JsonTokenId.ID_START_ARRAY -> "an array";
      case JsonTokenId.ID_END_ARRAY -> "the end of the array";
      case JsonTokenId.ID_STRING -> "a string";
      case JsonTokenId.ID_NUMBER_INT, JsonTokenId.ID_NUMBER_FLOAT -> "a number";
      case JsonTokenId.ID_TRUE, JsonTokenId.ID_FALSE -> "true or false";
      case JsonTokenId.ID_NULL -> "null";
      default -> "nothing";
    };
  }

  private static String quoted(String text) {
    return "\"" + cut(text, QUOTED_CHARS) + "\"";
  }

  private static String cut(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars) + "...";
  }
}
