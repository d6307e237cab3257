package dev.kvsql.repair;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvsql.chunk.ChunkStore;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file that can take a repair back: for each key the value before and after. JSON Lines, so that
 * a person can read it: a head with what, when and where; a line for each key; and an end with a
 * CRC32C over every byte before it, without which the record does not count.
 *
 * @param store path of the store, as it was given
 * @param database name of the database
 * @param what the command that the record belongs to
 */
public record UndoRecord(
    String store, String database, String what, Instant created, List<Change> changes) {
  private static final String FORMAT = "kvsql/undo/1";
  private static final JsonFactory JSON = new JsonFactory();
  private static final HexFormat HEX = HexFormat.of();

  public UndoRecord {
    changes = List.copyOf(changes);
  }

  /** Something that is no whole undo record. */
  public static final class BrokenRecordException extends IOException {
    private static final long serialVersionUID = 1;

    private BrokenRecordException(String problem, @Nullable Throwable cause) {
      super(problem, cause);
    }
  }

  /**
   * Writes the record into a file that does not exist yet, durable when the call returns; a record
   * that cannot be written whole is removed.
   */
  public void write(Path file) throws IOException {
    try (FileChannel out = create(file)) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(encode());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * The record holds pages of the database: they are for its owner only, where that can be said.
   */
  private static FileChannel create(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? FileChannel.open(
            file,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, options);
  }

  /** Reads a record. */
  public static UndoRecord read(Path file) throws IOException {
    return decode(Files.readAllBytes(file));
  }

  /** The first change whose key no longer holds what the repair left there, if any. */
  public Optional<Change> firstMoved(ChunkStore chunks) {
    return changes.stream()
        .filter(change -> !Arrays.equals(chunks.get(change.key()), change.after()))
        .findFirst();
  }

  /** Whether every key already holds what it held before the repair. */
  public boolean isTakenBack(ChunkStore chunks) {
    return changes.stream()
        .allMatch(change -> Arrays.equals(chunks.get(change.key()), change.before()));
  }

  /** How many keys the repair changed; the others only tell whether the store is still the same. */
  public long changedKeys() {
    return changes.stream()
        .filter(change -> !Arrays.equals(change.before(), change.after()))
        .count();
  }

  /** Puts every old value back, as one durable batch. */
  public void revert(ChunkStore chunks) {
    Change.revert(changes, chunks);
  }

  byte[] encode() throws IOException {
    StringBuilder text = new StringBuilder(line(head()));
    for (Change change : changes) {
      text.append(line(entry(change)));
    }
    String end = "{\"end\":" + changes.size() + ",\"crc32c\":\"" + checksum(text) + "\"}\n";
    return text.append(end).toString().getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, @Nullable String> head() {
    Map<String, @Nullable String> head = new LinkedHashMap<>();
    head.put("format", FORMAT);
    head.put("store", store);
    head.put("database", database);
    head.put("what", what);
    head.put("created", created.toString());
    return head;
  }

  private static Map<String, @Nullable String> entry(Change change) {
    Map<String, @Nullable String> entry = new LinkedHashMap<>();
    entry.put("key", HEX.formatHex(change.key()));
    entry.put("before", base64(change.before()));
    entry.put("after", base64(change.after()));
    return entry;
  }

  private static String line(Map<String, @Nullable String> fields) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (Map.Entry<String, @Nullable String> field : fields.entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeEndObject();
    }
    return line.append('\n').toString();
  }

  private static UndoRecord decode(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.lastIndexOf("{\"end\":");
    if (end < 0 || !text.endsWith("}\n")) {
      throw new BrokenRecordException("not a whole undo record: its end is missing", null);
    }
    String body = text.substring(0, end);
    if (!text.substring(end).contains("\"crc32c\":\"" + checksum(body) + "\"")) {
      throw new BrokenRecordException("undo record damaged: its checksum does not hold", null);
    }
    return decodeBody(body);
  }

  private static UndoRecord decodeBody(String body) throws IOException {
    List<Change> changes = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8))) {
      Map<String, @Nullable String> head = fields(lines.readLine());
      if (!FORMAT.equals(head.get("format"))) {
        throw new BrokenRecordException(
            "an undo record of another version: " + head.get("format"), null);
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Map<String, @Nullable String> entry = fields(line);
        changes.add(
            new Change(
                HEX.parseHex(text(entry, "key")),
                bytes(entry.get("before")),
                bytes(entry.get("after"))));
      }
      return new UndoRecord(
          text(head, "store"),
          text(head, "database"),
          text(head, "what"),
          Instant.parse(text(head, "created")),
          changes);
    } catch (JsonProcessingException e) {
      throw new BrokenRecordException("undo record cannot be read: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new BrokenRecordException("undo record cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable String> fields(@Nullable String line) throws IOException {
    Map<String, @Nullable String> fields = new HashMap<>();
    if (line != null) {
      try (JsonParser json = JSON.createParser(line)) {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          fields.put(json.currentName(), json.nextTextValue());
        }
      }
    }
    return fields;
  }

  private static String text(Map<String, @Nullable String> fields, String name)
      throws BrokenRecordException {
    String value = fields.get(name);
    if (value == null) {
      throw new BrokenRecordException("undo record without " + name, null);
    }
    return value;
  }

  private static @Nullable String base64(byte @Nullable [] value) {
    return value == null ? null : Base64.getEncoder().encodeToString(value);
  }

  private static byte @Nullable [] bytes(@Nullable String base64) {
    return base64 == null ? null : Base64.getDecoder().decode(base64);
  }

  private static String checksum(CharSequence text) {
    CRC32C crc = new CRC32C();
    crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return HEX.toHexDigits((int) crc.getValue());
  }
}
