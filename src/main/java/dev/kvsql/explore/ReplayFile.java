package dev.kvsql.explore;

import dev.kvsql.explore.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sequence of moves as people can read and change it: a line for each step, after a head that
 * says whose file it is. Empty lines and what follows a {@code #} mean nothing.
 *
 * <pre>
 * kvsql-replay 1
 * policy native-after
 * start empty
 * write 0 4096
 * truncate 100 fail 3
 * </pre>
 */
public record ReplayFile(Policy policy, Start start, List<Move> moves) {
  /** Largest file that a replay may make: 1 MiB. */
  public static final long MAX_BYTES = 1 << 20;

  /** Most steps. */
  public static final int MAX_STEPS = 100_000;

  static final String MAGIC = "kvsql-replay";
  static final String VERSION = "1";

  public ReplayFile {
    moves = List.copyOf(moves);
  }

  /** The lines of the file. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(MAGIC + " " + VERSION);
    lines.add("policy " + policy.label());
    lines.add("start " + name(start));
    moves.forEach(move -> lines.add(line(move)));
    return lines;
  }

  static String name(Start start) {
    return start.name().toLowerCase(Locale.ROOT);
  }

  /** A move as its line has it. */
  static String line(Move move) {
    String step =
        switch (move.step()) {
          case Step.Write(long offset, int length) -> "write " + offset + " " + length;
          case Step.Truncate(long sizeBytes) -> "truncate " + sizeBytes;
          case Step.Read(long offset, int length) -> "read " + offset + " " + length;
          case Step.Sync() -> "sync";
          case Step.Begin() -> "begin";
          case Step.Commit() -> "commit";
          case Step.RollBack() -> "rollback";
          case Step.Evict() -> "evict";
          case Step.Reopen() -> "reopen";
          case Step.Crash() -> "crash";
          case Step.PowerCut() -> "power-cut";
        };
    return switch (move.fault()) {
      case Fault.None() -> step;
      case Fault.Fails(int operation) -> step + " fail " + operation;
      case Fault.Crashes(int operation) -> step + " die " + operation;
    };
  }
}
