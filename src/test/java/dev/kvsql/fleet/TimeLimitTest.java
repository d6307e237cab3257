package dev.kvsql.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time that each check has. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TimeLimitTest {
  private final StopSignal program = new StopSignal();

  @Test
  void eachCheckHasATimeOfItsOwn() {
    try (TimeLimit limit = new TimeLimit(Optional.of(Duration.ofMillis(400)), program);
        StopSignal.Child first = limit.start()) {
      while (!first.signal().isStopped()) {
        LockSupport.parkNanos(1_000_000);
      }
      try (StopSignal.Child second = limit.start()) {
        assertThat(second.signal().isStopped()).isFalse();
      }
      assertThat(first.signal().reason()).contains("stopped after 0.4 s by --timeout");
    }
    assertThat(program.isStopped()).isFalse();
  }

  @Test
  void withoutALimitOnlyTheProgramStopsACheck() {
    try (TimeLimit limit = new TimeLimit(Optional.empty(), program);
        StopSignal.Child check = limit.start()) {
      assertThat(check.signal().isStopped()).isFalse();
      program.stop("interrupted");
      assertThat(check.signal().reason()).contains("interrupted");
    }
  }
}
