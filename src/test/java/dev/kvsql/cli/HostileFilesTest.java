package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever has become of a store's files, commands end, and say in words what they found. {@code
 * -Dkvsql.seed=N} repeats one damage.
 */
final class HostileFilesTest {
  private static final Duration MOST = Duration.ofSeconds(40);
  private static final Duration RANDOM_FOR = Duration.ofSeconds(2);

  @TempDir private static Path made;
  private static HostileStores stores;

  @TempDir private Path dir;
  @TempDir private Path results;

  @BeforeAll
  static void makeStores() throws Exception {
    stores = HostileStores.in(made);
  }

  /** Some of every kind. */
  static LongStream seeds() {
    Long wanted = Long.getLong("kvsql.seed");
    return wanted != null
        ? LongStream.of(wanted)
        : LongStream.range(0, 2L * HostileDamage.values().length);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aDamageIsToldInWords(long seed) throws Exception {
    run(seed, dir, results);
  }

  @Test
  void damagesThatNobodyTriedBeforeAreToldInWords() throws Exception {
    long seed = System.nanoTime();
    long end = System.nanoTime() + RANDOM_FOR.toNanos();
    for (; System.nanoTime() < end; seed++) {
      run(
          seed,
          Files.createDirectory(dir.resolve("store" + seed)),
          Files.createDirectory(results.resolve("results" + seed)));
    }
  }

  private static void run(long seed, Path dir, Path results) throws Exception {
    HostileCase damaged = new HostileCase(HostileCase.damaged(stores, seed), dir, results);
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          damaged.run();
          return null;
        });
    Thread thread = Thread.ofPlatform().daemon().start(task);
    try {
      task.get(MOST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      fail("seed " + seed + " has not ended, but is at\n" + stack(thread));
    } catch (ExecutionException e) {
      throw new IOException("seed " + seed + ": " + e.getCause(), e.getCause());
    }
  }

  private static String stack(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .map(frame -> "  " + frame + "\n")
        .collect(Collectors.joining());
  }
}
