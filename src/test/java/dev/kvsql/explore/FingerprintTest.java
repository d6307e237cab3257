package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
  @Test
  void bytesThatSomebodyWroteHaveNoNames() {
    assertThat(print(5, 5, 0, 7)).isEqualTo(print(9, 9, 0, 1)).isEqualTo(print(7, 7, 0, 5));
  }

  @Test
  void zeroHasOne() {
    assertThat(print(5, 5, 0, 7)).isNotEqualTo(print(5, 5, 7, 0));
    assertThat(print(0, 0)).isNotEqualTo(print(1, 1));
  }

  @Test
  void theSameByteIsTheSameInEveryArray() {
    Fingerprint same = new Fingerprint();
    same.add(new byte[] {1, 2});
    same.add(new byte[] {2});
    Fingerprint other = new Fingerprint();
    other.add(new byte[] {1, 2});
    other.add(new byte[] {1});
    assertThat(pair(same)).isNotEqualTo(pair(other));
  }

  @Test
  void lengthsAndPlacesCount() {
    Set<List<Long>> prints = new HashSet<>();
    for (int length = 0; length < 40; length++) {
      for (int at = 0; at <= length; at++) {
        byte[] bytes = new byte[length];
        for (int i = at; i < length; i++) {
          bytes[i] = 3;
        }
        Fingerprint print = new Fingerprint();
        print.add(bytes);
        prints.add(pair(print));
      }
    }
    assertThat(prints).hasSize(40 * 41 / 2);
  }

  @Test
  void keysAndSizesAreNotRenamed() {
    assertThat(exactly(0, 16, 0)).isNotEqualTo(exactly(0, 32, 0));
    assertThat(exactly(0)).isNotEqualTo(exactly(0, 0));
    assertThat(exactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
        .isNotEqualTo(exactly(2, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  }

  private static List<Long> exactly(int... values) {
    Fingerprint print = new Fingerprint();
    print.addExactly(bytes(values));
    return pair(print);
  }

  private static List<Long> print(int... values) {
    Fingerprint print = new Fingerprint();
    print.add(bytes(values));
    return pair(print);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static List<Long> pair(Fingerprint print) {
    return List.of(print.high(), print.low());
  }
}
