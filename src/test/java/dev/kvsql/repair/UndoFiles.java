package dev.kvsql.repair;

import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.FrameFile;
import dev.kvsql.disk.FrameHead;
import dev.kvsql.disk.LocalDisk;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Undo records for tests: written as they should be, or by hand. */
final class UndoFiles {
  static final UndoHead HEAD =
      new UndoHead("app.kv", "main", "repair", Instant.parse("2026-01-02T03:04:05Z"), 3);

  static final List<Change> CHANGES =
      List.of(
          new Change(new byte[] {8, 1}, new byte[] {1, 2, 3}, null),
          new Change(new byte[] {8, 2}, null, new byte[] {4}),
          new Change(new byte[] {8, 3}, new byte[0], new byte[] {5}),
          new Change(new byte[] {8, 4}, new byte[] {6}, new byte[] {6}),
          new Change(new byte[] {8, 5}, null, null));

  private UndoFiles() {}

  /** Writes the small record. */
  static Path write(Path path) throws IOException {
    UndoWriter.write(LocalDisk.shared(), path, HEAD, CHANGES.iterator());
    return path;
  }

  /** Every change of a record as text. */
  static List<String> changes(Path path) throws IOException {
    List<Change> changes = new ArrayList<>();
    try (UndoRecord record = UndoRecord.open(path)) {
      record.forEach(changes::add);
    }
    return texts(changes);
  }

  /** For each change {@code key before after} in hex. */
  static List<String> texts(List<Change> changes) {
    return changes.stream()
        .map(change -> hex(change.key()) + " " + hex(change.before()) + " " + hex(change.after()))
        .toList();
  }

  private static String hex(byte @Nullable [] value) {
    return value == null ? "none" : HexFormat.of().formatHex(value);
  }

  /** Writes a file of sound frames with these bodies. */
  static Path frames(Path path, long magic, byte[]... bodies) throws IOException {
    try (DiskFile file = LocalDisk.shared().open(path, Disk.Opening.CREATE)) {
      FrameFile frames = FrameFile.create(file, new FrameHead(magic, 0, 0, 7, 0));
      for (byte[] bytes : bodies) {
        frames.append(body -> body.put(bytes));
      }
    }
    return path;
  }

  /** A body: numbers are u32, {@code Long}s are u64, text has its length in front. */
  static byte[] body(Object... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (Object part : parts) {
        switch (part) {
          case Integer number -> out.writeInt(number);
          case Long number -> out.writeLong(number);
          case byte[] raw -> out.write(raw);
          case String text -> {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
          }
          default -> throw new IllegalArgumentException(part.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
