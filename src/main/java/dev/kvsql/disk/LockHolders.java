package dev.kvsql.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which processes have locks on a file, as Linux tells in {@code /proc/locks}
 * (man7.org/linux/man-pages/man5/proc_locks.5.html): {@code 1: POSIX ADVISORY WRITE 4711
 * fe:01:123456 0 EOF}, with the device in hex and the inode in decimal. Elsewhere nobody can tell.
 */
final class LockHolders {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Path LOCKS = PROCESSES.resolve("locks");

  /**
   * Lines of processes that wait have an arrow before the kind. Processes that this one cannot see,
   * as those of another container, have the number 0 or less.
   */
  private static final Pattern LINE =
      Pattern.compile(
          "\\d+:\\s+POSIX\\s+\\S+\\s+(?<access>READ|WRITE)\\s+(?<process>[1-9]\\d{0,17})"
              + "\\s+(?<device>[0-9a-f]+:[0-9a-f]+):(?<inode>\\d+)\\s+\\d+\\s+\\S+");

  private LockHolders() {}

  /** In ascending order of their ids; empty when that cannot be known. */
  static List<LockHolder> of(Path file) {
    if (!Files.isReadable(LOCKS)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(LOCKS, StandardCharsets.ISO_8859_1)) {
      return among(lines, file);
    } catch (IOException | UncheckedIOException e) {
      // Who it is would have been good to know, but is not needed.
      return List.of();
    }
  }

  /** Those that lines of {@code /proc/locks} tell of; lines of another form are passed over. */
  static List<LockHolder> among(Stream<String> lines, Path file) throws IOException {
    long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
    String inode = Files.getAttribute(file, "unix:ino").toString();
    return lines
        .map(line -> LINE.matcher(line.strip()))
        .filter(Matcher::matches)
        .filter(line -> line.group("inode").equals(inode))
        .filter(line -> line.group("device").equals(name(device)) || hasOpen(line, file))
        .map(LockHolders::holder)
        .distinct()
        .sorted(Comparator.comparingLong(LockHolder::process))
        .toList();
  }

  private static LockHolder holder(Matcher line) {
    return new LockHolder(
        Long.parseLong(line.group("process")),
        line.group("access").equals("READ") ? DiskFile.Sharing.SHARED : DiskFile.Sharing.EXCLUSIVE);
  }

  /** Linux packs a device number as 12 bits of the major and 20 of the minor number. */
  private static String name(long device) {
    long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
    return String.format("%02x:%02x", major, minor);
  }

  /**
   * Whether a line's process has the file open. Btrfs and some overlays give a file another device
   * than the locks have, and an inode's number alone may be that of another file.
   */
  private static boolean hasOpen(Matcher line, Path file) {
    try (Stream<Path> open = Files.list(PROCESSES.resolve(line.group("process")).resolve("fd"))) {
      return open.anyMatch(descriptor -> isSame(descriptor, file));
    } catch (IOException | UncheckedIOException e) {
      // It has ended, or is another user's.
      return false;
    }
  }

  private static boolean isSame(Path descriptor, Path file) {
    try {
      return Files.isSameFile(descriptor, file);
    } catch (IOException e) {
      // Closed in the meantime, or no file.
      return false;
    }
  }
}
