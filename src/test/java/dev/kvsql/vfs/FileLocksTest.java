package dev.kvsql.vfs;

import static dev.kvsql.vfs.LockLevel.EXCLUSIVE;
import static dev.kvsql.vfs.LockLevel.NONE;
import static dev.kvsql.vfs.LockLevel.PENDING;
import static dev.kvsql.vfs.LockLevel.RESERVED;
import static dev.kvsql.vfs.LockLevel.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The five lock states between two and three holders: sqlite.org/lockingv3.html. */
final class FileLocksTest {
  private static final String A = "a";
  private static final String B = "b";
  private static final String C = "c";

  private final FileLocks locks = new FileLocks();

  /** What B has, what A has and asks for; whether A gets it, and what A has then. */
  @ParameterizedTest
  @CsvSource({
    "NONE,      NONE,     SHARED,    true,  SHARED",
    "NONE,      SHARED,   RESERVED,  true,  RESERVED",
    "NONE,      SHARED,   PENDING,   true,  PENDING",
    "NONE,      SHARED,   EXCLUSIVE, true,  EXCLUSIVE",
    "NONE,      RESERVED, PENDING,   true,  PENDING",
    "NONE,      RESERVED, EXCLUSIVE, true,  EXCLUSIVE",
    "NONE,      PENDING,  EXCLUSIVE, true,  EXCLUSIVE",
    "SHARED,    NONE,     SHARED,    true,  SHARED",
    "SHARED,    SHARED,   RESERVED,  true,  RESERVED",
    "SHARED,    SHARED,   PENDING,   true,  PENDING",
    "SHARED,    SHARED,   EXCLUSIVE, false, SHARED",
    "SHARED,    RESERVED, EXCLUSIVE, false, PENDING",
    "SHARED,    PENDING,  EXCLUSIVE, false, PENDING",
    "RESERVED,  NONE,     SHARED,    true,  SHARED",
    "RESERVED,  SHARED,   RESERVED,  false, SHARED",
    "RESERVED,  SHARED,   PENDING,   false, SHARED",
    "RESERVED,  SHARED,   EXCLUSIVE, false, SHARED",
    "PENDING,   NONE,     SHARED,    false, NONE",
    "PENDING,   SHARED,   RESERVED,  false, SHARED",
    "PENDING,   SHARED,   EXCLUSIVE, false, SHARED",
    "EXCLUSIVE, NONE,     SHARED,    false, NONE"
  })
  void aLockIsRaisedIfTheOtherAllowsIt(
      LockLevel other, LockLevel has, LockLevel wanted, boolean gets, LockLevel then) {
    if (other.compareTo(RESERVED) < 0 || has == NONE) {
      raise(B, other == EXCLUSIVE ? EXCLUSIVE : other);
      raise(A, has);
    } else {
      raise(A, has);
      raise(B, other);
    }
    assertThat(locks.lock(A, wanted)).isEqualTo(gets);
    assertThat(locks.level(A)).isEqualTo(then);
    assertThat(locks.level(B)).isEqualTo(other);
    boolean reserved = then.compareTo(RESERVED) >= 0 || other.compareTo(RESERVED) >= 0;
    assertThat(locks.isReserved()).isEqualTo(reserved);
    assertThat(locks.isReservedByAnother(C)).isEqualTo(reserved);
    assertThat(locks.isReservedByAnother(A)).isEqualTo(other.compareTo(RESERVED) >= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "EXCLUSIVE, SHARED",
    "EXCLUSIVE, NONE",
    "PENDING, SHARED",
    "PENDING, NONE",
    "RESERVED, SHARED",
    "RESERVED, NONE",
    "SHARED, NONE"
  })
  void loweringLetsTheOthersIn(LockLevel has, LockLevel lowered) {
    raise(A, has);
    locks.unlock(A, lowered);
    assertThat(locks.level(A)).isEqualTo(lowered);
    assertThat(locks.isReserved()).isFalse();
    assertThat(locks.lock(B, SHARED)).isTrue();
    assertThat(locks.lock(B, RESERVED)).isTrue();
    assertThat(locks.lock(B, EXCLUSIVE)).isEqualTo(lowered == NONE);
  }

  @Test
  void askingForLessOrTheSameChangesNothing() {
    raise(A, EXCLUSIVE);
    for (LockLevel level : LockLevel.values()) {
      assertThat(locks.lock(A, level)).isTrue();
      assertThat(locks.level(A)).isEqualTo(EXCLUSIVE);
    }
    locks.unlock(A, SHARED);
    locks.unlock(A, SHARED);
    locks.unlock(B, NONE);
    assertThat(locks.level(A)).isEqualTo(SHARED);
    assertThat(locks.level(B)).isEqualTo(NONE);
  }

  @Test
  void aPendingWriterWaitsForTheReadersAndLetsNobodyNewIn() {
    raise(A, RESERVED);
    raise(B, SHARED);
    assertThat(locks.lock(A, EXCLUSIVE)).isFalse();
    assertThat(locks.lock(C, SHARED)).as("starving the writer").isFalse();
    locks.unlock(B, NONE);
    assertThat(locks.lock(B, SHARED)).isFalse();
    assertThat(locks.lock(A, EXCLUSIVE)).isTrue();
    locks.unlock(A, NONE);
    assertThat(locks.lock(B, SHARED)).isTrue();
    assertThat(locks.lock(C, SHARED)).isTrue();
  }

  @Test
  void threeReadersAndAWriterThatIsOneOfThem() {
    raise(A, SHARED);
    raise(B, SHARED);
    raise(C, SHARED);
    assertThat(locks.lock(B, RESERVED)).isTrue();
    assertThat(locks.lock(C, RESERVED)).isFalse();
    assertThat(locks.lock(B, EXCLUSIVE)).isFalse();
    locks.unlock(A, NONE);
    assertThat(locks.lock(B, EXCLUSIVE)).isFalse();
    locks.unlock(C, NONE);
    assertThat(locks.lock(B, EXCLUSIVE)).isTrue();
  }

  static LongStream seeds() {
    return Seeds.of(5);
  }

  /** Whatever three holders do: one writer at most, and nobody beside an exclusive one. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theRulesHoldWhateverIsAsked(long seed) {
    Random random = new Random(seed);
    List<String> holders = List.of(A, B, C);
    List<String> done = new ArrayList<>();
    for (int step = 0; step < 2000; step++) {
      String holder = holders.get(random.nextInt(3));
      LockLevel level = locks.level(holder);
      if (random.nextInt(3) == 0) {
        locks.unlock(holder, random.nextBoolean() ? SHARED : NONE);
      } else if (level == NONE) {
        locks.lock(holder, SHARED);
      } else {
        locks.lock(holder, LockLevel.ofCode(2 + random.nextInt(3)));
      }
      done.add(holder + " " + level + " to " + locks.level(holder));
      long writers = count(holders, RESERVED) + count(holders, PENDING) + count(holders, EXCLUSIVE);
      assertThat(writers).as("writers, seed %d: %s", seed, done).isLessThanOrEqualTo(1);
      assertThat(locks.isReserved()).as("seed %d: %s", seed, done).isEqualTo(writers == 1);
      if (count(holders, EXCLUSIVE) == 1) {
        assertThat(count(holders, NONE)).as("seed %d: %s", seed, done).isEqualTo(2);
      }
    }
  }

  @Test
  void statesHaveSqlitesNumbers() {
    assertThat(LockLevel.values()).extracting(LockLevel::code).containsExactly(0, 1, 2, 3, 4);
    assertThat(LockLevel.ofCode(4)).isEqualTo(EXCLUSIVE);
    assertThatThrownBy(() -> LockLevel.ofCode(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no lock state has number 5");
  }

  private long count(List<String> holders, LockLevel level) {
    return holders.stream().filter(holder -> locks.level(holder) == level).count();
  }

  private void raise(String holder, LockLevel level) {
    if (level != NONE) {
      assertThat(locks.lock(holder, SHARED)).isTrue();
      assertThat(locks.lock(holder, level)).isTrue();
    }
  }
}
