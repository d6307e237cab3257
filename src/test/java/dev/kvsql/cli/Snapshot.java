package dev.kvsql.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything in a directory: names, times of the last change, lengths and bytes, and its own time.
 */
record Snapshot(Map<String, String> files) {

  static Snapshot of(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.walk(directory)) {
      for (Path entry : entries.toList()) {
        files.put(directory.relativize(entry).toString(), state(entry));
      }
    }
    return new Snapshot(files);
  }

  private static String state(Path entry) throws IOException {
    String time = Files.getLastModifiedTime(entry).toString();
    return Files.isDirectory(entry)
        ? time
        : time + ", " + Files.size(entry) + " bytes, " + digest(Files.readAllBytes(entry));
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new BigInteger(1, digest).toString(16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
