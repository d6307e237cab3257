package dev.kvsql.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.kvsql.ChildJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has a lock on a file. */
@EnabledOnOs(value = LINUX, disabledReason = "there is no /proc/locks")
final class LockHoldersTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir Path dir;
  private Path file = Path.of("");

  /** Locks a file until its input ends. */
  static final class Locker {
    private Locker() {}

    public static void main(String[] arguments) throws IOException {
      PrintStream out = System.out;
      DiskFile.Sharing sharing = DiskFile.Sharing.valueOf(arguments[1]);
      try (DiskFile file = LocalDisk.shared().open(Path.of(arguments[0]), Disk.Opening.WRITE)) {
        out.println(file.tryLock(sharing));
        while (System.in.read() >= 0) {
          out.println("still there");
        }
      }
    }
  }

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.writeString(dir.resolve("a.kv"), "x");
  }

  @ParameterizedTest
  @EnumSource
  void anotherProcessIsFoundWithWhatItsLockIs(DiskFile.Sharing sharing) throws Exception {
    try (ChildJvm child = locker(sharing)) {
      assertThat(LockHolders.of(file)).containsExactly(new LockHolder(child.pid(), sharing));
    }
    assertThat(LockHolders.of(file)).as("when it has ended").isEmpty();
  }

  @Test
  void allThatShareALockAreFound() throws Exception {
    try (ChildJvm one = locker(DiskFile.Sharing.SHARED);
        ChildJvm two = locker(DiskFile.Sharing.SHARED)) {
      assertThat(LockHolders.of(file))
          .extracting(LockHolder::process)
          .isSorted()
          .containsExactlyInAnyOrder(one.pid(), two.pid());
    }
  }

  @Test
  void thisProcessIsFoundAsWell() throws Exception {
    try (DiskFile open = LocalDisk.shared().open(file, Disk.Opening.WRITE)) {
      assertThat(open.tryLock(DiskFile.Sharing.EXCLUSIVE)).isTrue();
      assertThat(LockHolders.of(file))
          .containsExactly(new LockHolder(SELF, DiskFile.Sharing.EXCLUSIVE));
    }
  }

  @Test
  void nobodyHasALockOnAFileThatIsOnlyOpen() throws Exception {
    try (DiskFile open = LocalDisk.shared().open(file, Disk.Opening.WRITE)) {
      assertThat(open.isOpen()).isTrue();
      assertThat(LockHolders.of(file)).isEmpty();
    }
    assertThat(LockHolders.of(dir.resolve("none"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "1: POSIX ADVISORY WRITE %d %s",
        "1: POSIX ADVISORY WRITE -1 %2$s 0 EOF",
        "1: POSIX ADVISORY WRITE 0 %2$s 0 EOF",
        "1: POSIX ADVISORY WRITE 99999999999999999999 %2$s 0 EOF",
        "1: POSIX ADVISORY WRITE x%d %s 0 EOF",
        "1: POSIX ADVISORY APPEND %d %s 0 EOF",
        "1: FLOCK  ADVISORY WRITE %d %s 0 EOF",
        "1: -> POSIX ADVISORY WRITE %d %s 0 EOF",
        "1: POSIX ADVISORY WRITE %d %s9 0 EOF"
      })
  void linesOfAnotherFormArePassedOver(String line) throws Exception {
    String good = "2: POSIX  ADVISORY  READ  4711 " + deviceAndInode() + " 0 EOF";
    assertThat(LockHolders.among(Stream.of(line.formatted(SELF, deviceAndInode()), good), file))
        .containsExactly(new LockHolder(4711, DiskFile.Sharing.SHARED));
  }

  /** As on Btrfs: the locks tell another device than the file does. */
  @Test
  void onAnotherDeviceAProcessCountsIfItHasTheFileOpen() throws Exception {
    List<String> lines =
        Stream.of(SELF, 999_999_999L)
            .map(process ->
                "1: POSIX  ADVISORY  WRITE %d ff:ff:%s 0 EOF".formatted(process, inode()))
            .toList();
    assertThat(LockHolders.among(lines.stream(), file)).isEmpty();
    try (DiskFile open = LocalDisk.shared().open(file, Disk.Opening.READ)) {
      assertThat(open.isOpen()).isTrue();
      assertThat(LockHolders.among(lines.stream(), file))
          .containsExactly(new LockHolder(SELF, DiskFile.Sharing.EXCLUSIVE));
    }
  }

  private ChildJvm locker(DiskFile.Sharing sharing) throws IOException {
    ChildJvm child = ChildJvm.start(Locker.class, file.toString(), sharing.name());
    assertThat(child.line()).isEqualTo("true");
    return child;
  }

  /** As the kernel writes it. */
  private String deviceAndInode() throws IOException {
    try (DiskFile open = LocalDisk.shared().open(file, Disk.Opening.WRITE);
        Stream<String> lines = Files.lines(Path.of("/proc/locks"))) {
      assertThat(open.tryLock(DiskFile.Sharing.EXCLUSIVE)).isTrue();
      return lines
          .map(line -> line.split("\\s+", -1))
          .filter(fields -> fields[4].equals(String.valueOf(SELF)))
          .map(fields -> fields[5])
          .filter(found -> found.endsWith(":" + inode()))
          .findFirst()
          .orElseThrow();
    }
  }

  private String inode() {
    try {
      return Files.getAttribute(file, "unix:ino").toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
