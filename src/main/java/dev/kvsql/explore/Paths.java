package dev.kvsql.explore;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** How each state was reached: by a move, given as a number, from another state. */
final class Paths {
  /** The state that everything begins with. */
  static final int ROOT = 0;

  private int[] parents = new int[1 << 10];
  private int[] moves = new int[1 << 10];
  private int count = 1;

  int count() {
    return count;
  }

  void add(int parent, int move) {
    if (count == parents.length) {
      parents = Arrays.copyOf(parents, 2 * count);
      moves = Arrays.copyOf(moves, 2 * count);
    }
    parents[count] = parent;
    moves[count] = move;
    count++;
  }

  /** The moves that lead to a state, from the first on. */
  Deque<Integer> to(int state) {
    Deque<Integer> path = new ArrayDeque<>();
    for (int at = state; at != ROOT; at = parents[at]) {
      path.addFirst(moves[at]);
    }
    return path;
  }
}
