package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.FrameFile;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a store as they are on disk at one moment: what a killed process leaves. The room
 * that a log has allocated behind its last commit is left out.
 */
record StoreCopy(byte[] base, byte[] log) {
  static StoreCopy of(Path store) throws IOException {
    Path log = StoreFiles.logPath(store);
    return new StoreCopy(
        Files.readAllBytes(store),
        Files.exists(log)
            ? Arrays.copyOf(Files.readAllBytes(log), Math.toIntExact(end(log)))
            : new byte[0]);
  }

  private static long end(Path log) throws IOException {
    try (DiskFile file = LocalDisk.shared().open(log, Disk.Opening.READ)) {
      return FrameFile.BLOCK_BYTES + RedoLog.open(file).map(RedoLog::frameBytes).orElse(0L);
    }
  }

  StoreCopy withLog(byte[] other) {
    return new StoreCopy(base, other);
  }

  StoreCopy withBase(byte[] other) {
    return new StoreCopy(other, log);
  }

  /** Writes the files under another name; an empty log is none. */
  Path write(Path store) throws IOException {
    Files.write(store, base);
    if (log.length == 0) {
      Files.deleteIfExists(StoreFiles.logPath(store));
    } else {
      Files.write(StoreFiles.logPath(store), log);
    }
    return store;
  }

  /** What the database main holds in these files, opened for reading and for writing. */
  List<Entry> contents(Path store) throws IOException {
    write(store);
    List<Entry> read = contents(store, Access.READ);
    List<Entry> written = contents(store, Access.WRITE);
    if (!read.equals(written)) {
      throw new AssertionError("for reading: " + read + ", for writing: " + written);
    }
    return written;
  }

  static List<Entry> contents(Path path, Access access) {
    try (MapDbStore store = MapDbStore.open(path, access)) {
      return StoreContents.of(store.database("main"));
    }
  }

  /** Names, times and bytes of everything in a directory, and its own time. */
  static SortedMap<String, String> everything(Path directory) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        String bytes =
            Files.isDirectory(file)
                ? "directory"
                : HexFormat.of().formatHex(digest(Files.readAllBytes(file)));
        found.put(
            directory.relativize(file).toString(), Files.getLastModifiedTime(file) + " " + bytes);
      }
    }
    return found;
  }

  /** Sets the times of a directory and everything in it back, so that any write shows. */
  static void age(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
