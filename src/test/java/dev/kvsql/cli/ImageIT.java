package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is packaged: with a Java of its own, and quick to start. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ImageIT {
  /** Java then ends instead of going on without its cache. */
  private static final String CACHE_NEEDED = "KVSQL_OPTS=-XX:AOTMode=on";

  private static final long MOST_BYTES = 120_000_000;

  @TempDir private Path temp = Path.of("");

  private Path directory() throws Exception {
    return Files.createDirectories(temp.resolve("work"));
  }

  /** Runs a command line with these environment variables, and no others. */
  private Cli run(List<String> environment, List<String> command) throws Exception {
    return Program.run(
        directory(),
        Stream.of(Stream.of("env", "-i"), environment.stream(), command.stream())
            .flatMap(part -> part.map(String::valueOf))
            .toList());
  }

  @Test
  void itNeedsNoJavaOfTheMachine() throws Exception {
    Path store = Stores.small(temp.resolve("a.kv"));
    List<String> sql = Program.command(Program.path(), "sql", store, "SELECT 1 AS one");

    Cli run = run(List.of("PATH=/usr/bin:/bin", "JAVA_HOME=/nowhere"), sql);

    assertThat(run).isEqualTo(new Cli(0, "+-----+\n| one |\n+-----+\n|   1 |\n+-----+\n", ""));
  }

  @Test
  void theCacheIsUsedWhereverTheImageIsCopiedTo() throws Exception {
    Path copy = temp.resolve("opt/some where/kvsql");
    Files.createDirectories(copy.resolveSibling("."));
    assertThat(
            Program.run(
                directory(), List.of("cp", "-a", Program.home().toString(), copy.toString())))
        .isEqualTo(new Cli(0, "", ""));

    Cli run = run(List.of(CACHE_NEEDED), List.of(copy.resolve("bin/kvsql").toString(), "-V"));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("kvsql 0.1.0\nSQLite 3.").contains(", Java 25.");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void withoutItsCacheItRunsAsWell() throws Exception {
    // A heap for which the cache is not made.
    Cli run = run(List.of("KVSQL_OPTS=-Xmx40g"), Program.command(Program.path(), "--version"));

    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("kvsql 0.1.0\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void nothingIsUnpackedAtAStart() throws Exception {
    Path store = Stores.small(temp.resolve("a.kv"));
    // Nobody can make a file there.
    String full = "KVSQL_OPTS=-Djava.io.tmpdir=/proc";

    Cli run = run(List.of(full), Program.command(Program.path(), "check", store));

    assertThat(run).isEqualTo(new Cli(0, store + " main: clean\n", ""));
  }

  @Test
  void itIsSmallerThanAHundredAndTwentyMegabytes() throws Exception {
    try (Stream<Path> files = Files.walk(Program.home())) {
      long bytes = files.filter(Files::isRegularFile).mapToLong(ImageIT::size).sum();
      assertThat(bytes).isLessThan(MOST_BYTES);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
