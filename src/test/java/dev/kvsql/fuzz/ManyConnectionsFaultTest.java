package dev.kvsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.file.StoreShape;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Eight connections of one process to a store that fails again and again, for a moment each time:
 * no acknowledged commit is lost, none is there in part, and who is told of a failure is told why.
 */
final class ManyConnectionsFaultTest {
  private static final int COMMITS = 150;
  private static final Duration MOST = Duration.ofSeconds(60);

  static Stream<Arguments> modesAndSeeds() {
    return ManyConnectionsKillTest.modes()
        .filter(mode -> Features.HOT_JOURNAL_OF_SEVERAL || mode.equals("MEMORY"))
        .flatMap(mode -> Seeds.of(3).mapToObj(seed -> Arguments.of(mode, seed)));
  }

  @ParameterizedTest
  @MethodSource("modesAndSeeds")
  void aStoreThatFailsForMomentsLosesNoAcknowledgedCommit(String mode, long seed) {
    assertTimeoutPreemptively(MOST, () -> new Run(mode, new Random(seed)).run());
  }

  private static final class Run implements BankThreads.Teller {
    private final String mode;
    private final Random random;
    private final MemoryChunkStore below = new MemoryChunkStore();
    private final FaultyChunkStore store = new FaultyChunkStore(below);
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(Bank.WRITERS + 1);
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final Mount mount;

    Run(String mode, Random random) throws SQLException {
      this.mode = mode;
      this.random = random;
      mount = mounted(random.nextBoolean() ? 0 : 64 * 1024);
    }

    private Mount mounted(long cacheBytes) throws SQLException {
      return Mount.of(store, new MountOptions(cacheBytes, MountOptions.Use.READ_WRITE));
    }

    void run() throws SQLException, InterruptedException {
      try (mount) {
        try (Connection connection = mount.connect()) {
          Bank.create(connection, 512 << random.nextInt(5));
        }
        List<Thread> threads = new BankThreads(this, random.nextLong()).start();
        while (isOpen()) {
          disturb();
          Thread.sleep(1 + random.nextInt(4));
        }
        for (Thread thread : threads) {
          thread.join();
        }
        store.heal();
        assertThat(broken).isEmpty();
        assertThat(failures).as("failures").hasPositiveValue();
        requireAcknowledged(mount);
      }
      try (Mount later = mounted(0)) {
        requireAcknowledged(later);
      }
      StoreShape.assertWellFormed(below);
    }

    private void disturb() {
      switch (random.nextInt(3)) {
        case 0 -> store.failGet(1 + random.nextInt(400), 1 + random.nextInt(3));
        case 1 ->
            store.failApply(
                1 + random.nextInt(5),
                1 + random.nextInt(2),
                () -> new StoreException.Failed(FaultyChunkStore.MESSAGE, null));
        default -> store.heal();
      }
    }

    /** Of what was not acknowledged, each writer may have one commit in the store, no more. */
    private void requireAcknowledged(Mount at) throws SQLException {
      try (Connection connection = at.connect()) {
        List<Integer> found = Bank.requireWhole(connection);
        for (int writer = 1; writer <= Bank.WRITERS; writer++) {
          int known = acknowledged.get(writer);
          assertThat(found.get(writer - 1)).as("writer %d", writer).isBetween(known, known + 1);
        }
      }
    }

    @Override
    public Connection connect() throws SQLException {
      return BankProcess.settled(mount.connect(), mode, "FULL");
    }

    @Override
    public void committed(int writer, int number) {
      acknowledged.set(writer, number);
      commits.incrementAndGet();
    }

    @Override
    public boolean mayFail(Exception failure) {
      failures.incrementAndGet();
      return tellsWhy(failure) || (!Features.CONNECT_TELLS_WHY && isOfConnecting(failure));
    }

    private static boolean tellsWhy(Exception failure) {
      boolean caused =
          Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
              .anyMatch(StoreException.Failed.class::isInstance);
      return caused && String.valueOf(failure.getMessage()).contains(FaultyChunkStore.MESSAGE);
    }

    private static boolean isOfConnecting(Exception failure) {
      return Arrays.stream(failure.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(Mount.class.getName()));
    }

    @Override
    public void broken(String what) {
      broken.add(what);
    }

    @Override
    public boolean isOpen() {
      return commits.get() < COMMITS && broken.isEmpty();
    }
  }
}
