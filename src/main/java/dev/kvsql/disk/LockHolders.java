package dev.kvsql.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which processes have locks on a file, as Linux tells in {@code /proc/locks}
 * (man7.org/linux/man-pages/man5/proc_locks.5.html): {@code 1: POSIX ADVISORY WRITE 4711
 * fe:01:123456 0 EOF}, with the device in hex and the inode in decimal. Elsewhere nobody can tell.
 */
final class LockHolders {
  private static final Path LOCKS = Path.of("/proc/locks");
  private static final int FIELDS = 8;
  private static final int KIND = 1;
  private static final int PROCESS = 4;
  private static final int FILE = 5;

  private LockHolders() {}

  /** Process ids in ascending order; empty when that cannot be known. */
  static List<Long> of(Path file) {
    if (!Files.isReadable(LOCKS)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(LOCKS, StandardCharsets.US_ASCII)) {
      String wanted = deviceAndInode(file);
      return lines.flatMap(line -> holder(line, wanted)).distinct().sorted().toList();
    } catch (IOException | RuntimeException e) {
      // Who it is would have been good to know, but is not needed.
      return List.of();
    }
  }

  /** Lines of processes that wait have an arrow in front, and so one field more. */
  private static Stream<Long> holder(String line, String wanted) {
    String[] fields = line.strip().split("\\s+", -1);
    boolean holds =
        fields.length == FIELDS && fields[KIND].equals("POSIX") && fields[FILE].equals(wanted);
    // Processes that this one cannot see, as those of another container, have no number here.
    return holds && Long.parseLong(fields[PROCESS]) > 0
        ? Stream.of(Long.parseLong(fields[PROCESS]))
        : Stream.empty();
  }

  /** Linux packs a device number as 12 bits of the major and 20 of the minor number. */
  private static String deviceAndInode(Path file) throws IOException {
    long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
    long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
    return String.format("%02x:%02x:%d", major, minor, inode);
  }
}
