package dev.kvsql.format;

import java.util.Arrays;

/** A stack of page numbers that grows as needed. */
final class PageNumbers {
  private long[] numbers = new long[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void push(long number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    numbers[size++] = number;
  }

  /** Takes the number pushed last; there must be one. */
  long pop() {
    return numbers[--size];
  }
}
