package dev.kvsql.render;

import dev.kvsql.explore.Leftover;
import dev.kvsql.explore.Regrown;
import dev.kvsql.explore.Reopened;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.TruncateOutcome;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.Invariant;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a simulated truncate leaves in memory and in the store, in words. */
final class AfterText {
  /** One invariant can be broken by many chunks; as many of them are shown. */
  private static final int SHOWN = 3;

  private AfterText() {}

  /** What broke an invariant, a line each, which starts with {@code label}. */
  static void broken(String label, List<Incoherence> broken, PrintWriter out) {
    lines(label, broken, one -> "after: ", out);
  }

  /** What breaks when the file grows back, a line each. */
  static void broken(String label, Regrown grown, List<Incoherence> broken, PrintWriter out) {
    lines(label, broken, one -> IncoherenceText.grown(grown.way(one)) + ": ", out);
  }

  private static void lines(
      String label, List<Incoherence> broken, Function<Incoherence, String> when, PrintWriter out) {
    broken.stream()
        .limit(SHOWN)
        .forEach(one -> out.println(label + when.apply(one) + IncoherenceText.of(one)));
    if (broken.size() > SHOWN) {
      out.println(label + "... " + Amounts.number(broken.size() - SHOWN) + " more");
    }
  }

  /** Which of two sizes one is. */
  static String size(SimulatedTruncate run) {
    long size = run.sizeBytes();
    boolean after = size == run.plan().newSizeBytes();
    boolean before = size == run.plan().oldSizeBytes();
    return Amounts.bytes(size)
        + (after ? ", as after the truncate" : before ? ", as before the truncate" : "");
  }

  /** What is left past the end, in one line. */
  static String left(SimulatedTruncate.StoreAfter store) {
    Leftover left = store.left();
    String end = "past the end at " + Amounts.bytes(left.sizeBytes());
    if (left.isEmpty()) {
      return "nothing " + end;
    }
    List<String> parts = new ArrayList<>();
    if (left.tailBytes() > 0) {
      parts.add("the last chunk is " + Amounts.bytes(left.tailBytes()) + " too long");
    }
    Leftover.Orphans orphans = left.orphans();
    if (orphans.count() > 0) {
      parts.add(orphans(orphans));
    }
    return "left "
        + end
        + ": "
        + String.join("; ", parts)
        + (left.isSame(store.leftBefore()) ? "; as before the truncate" : "");
  }

  private static String orphans(Leftover.Orphans orphans) {
    boolean run = orphans.last() - orphans.first() + 1 == orphans.count();
    return "%s%s (%s), %s%s"
        .formatted(
            orphans.more() ? "more than " : "",
            Amounts.count(orphans.count(), "orphan chunk"),
            orphans.more()
                ? "from " + orphans.first() + " on"
                : run
                    ? Amounts.range(orphans.first(), orphans.count())
                    : "from " + orphans.first() + " to " + orphans.last(),
            Amounts.bytes(orphans.bytes()),
            orphans.more() ? " in those" : "");
  }

  /** What is left past the end, in a word or two. */
  static String shortLeft(Leftover left) {
    List<String> parts = new ArrayList<>();
    if (left.tailBytes() > 0) {
      parts.add("long chunk");
    }
    if (left.orphans().count() > 0) {
      parts.add(
          Amounts.count(left.orphans().count(), "orphan") + (left.orphans().more() ? "+" : ""));
    }
    return parts.isEmpty() ? "nothing left" : String.join(", ", parts);
  }

  /** What a new process sees. */
  static String reopened(Reopened reopened) {
    return "reads %s, %s the truncate; grown back, the file is %s"
        .formatted(
            Amounts.bytes(reopened.sizeBytes()),
            content(reopened.content()),
            reopened.grown().holds() ? "right" : "WRONG");
  }

  /** Whose content is read. */
  static String content(Reopened.Content content) {
    return switch (content) {
      case BEFORE -> "as before";
      case AFTER -> "as after";
      case NEITHER -> "NEITHER as before nor as after";
    };
  }

  /** The whole verdict in a word or a few. */
  static String verdict(TruncateOutcome outcome) {
    return switch (outcome) {
      case TruncateOutcome.FewerOperations fewer -> makes(fewer.operationCount());
      case SimulatedTruncate run -> verdict(run);
    };
  }

  static String makes(long operations) {
    return operations == 0 ? "no operation" : "only " + Amounts.count(operations, "operation");
  }

  private static String verdict(SimulatedTruncate run) {
    List<String> invariants = new ArrayList<>();
    for (Invariant invariant : Invariant.values()) {
      if (!run.after(invariant).holds() || !run.afterGrowing(invariant).holds()) {
        invariants.add(invariant.name());
      }
    }
    List<String> parts = new ArrayList<>();
    if (!invariants.isEmpty()) {
      parts.add("BROKEN " + String.join(" ", invariants));
    }
    if (!run.store().left().isEmpty()) {
      parts.add("left over");
    }
    if (parts.isEmpty() && !run.isClean()) {
      parts.add("WRONG when reopened");
    }
    return parts.isEmpty() ? "holds" : String.join(", ", parts);
  }
}
