package dev.kvsql.repair;

import dev.kvsql.disk.BrokenFramesException;
import dev.kvsql.disk.FrameBody;
import dev.kvsql.disk.FrameInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an undo record is about.
 *
 * @param store path of the store, as it was given
 * @param database name of the database
 * @param what the command that the record belongs to
 * @param keys how many keys that command changed
 * @param audit what it did, a line each
 */
public record UndoHead(
    String store, String database, String what, Instant created, long keys, List<String> audit) {
  public UndoHead {
    audit = List.copyOf(audit);
  }

  /** The head of a record that does not tell more. */
  public UndoHead(String store, String database, String what, Instant created, long keys) {
    this(store, database, what, created, keys, List.of());
  }

  /** Writes the first frame of a record. */
  void write(FrameBody body) throws IOException {
    body.putInt(UndoFormat.HEAD);
    field(body, "store", store);
    field(body, "database", database);
    field(body, "what", what);
    field(body, "created", created.toString());
    field(body, "keys", Long.toString(keys));
    if (!audit.isEmpty()) {
      field(body, "audit", String.join("\n", audit));
    }
  }

  private static void field(FrameBody body, String name, String value) throws IOException {
    text(body, name);
    text(body, value);
  }

  private static void text(FrameBody body, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    body.putInt(bytes.length).put(bytes);
  }

  /**
   * Reads what {@link #write} wrote behind the kind.
   *
   * @throws BrokenFramesException when a field is missing or makes no sense
   */
  static UndoHead read(FrameInput in) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (in.remaining() > 0) {
      String name = text(in);
      fields.put(name, text(in));
    }
    try {
      return new UndoHead(
          required(fields, "store"),
          required(fields, "database"),
          required(fields, "what"),
          Instant.parse(required(fields, "created")),
          Long.parseLong(required(fields, "keys")),
          fields.getOrDefault("audit", "").lines().toList());
    } catch (DateTimeException | NumberFormatException e) {
      throw new BrokenFramesException("its first frame cannot be read: " + e.getMessage());
    }
  }

  private static String text(FrameInput in) throws IOException {
    return new String(in.getBytes(Integer.toUnsignedLong(in.getInt())), StandardCharsets.UTF_8);
  }

  private static String required(Map<String, String> fields, String name)
      throws BrokenFramesException {
    String value = fields.get(name);
    if (value == null) {
      throw new BrokenFramesException("its first frame does not tell " + name);
    }
    return value;
  }
}
