package dev.kvsql.render;

import dev.kvsql.explore.CacheEffect;
import dev.kvsql.explore.KvOperation;
import dev.kvsql.explore.OperationTrace;
import dev.kvsql.explore.Regrown;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.Verdict;
import dev.kvsql.file.Invariant;
import dev.kvsql.file.TruncatePlan;
import java.io.PrintWriter;
import java.util.List;

/** A simulated truncate by one policy, for people. */
public final class TruncateRender {
  private TruncateRender() {}

  /** What a simulation is for. */
  public enum Purpose {
    SIMULATE("simulated, nothing was changed"),
    APPLY("simulated first");

    private final String text;

    Purpose(String text) {
      this.text = text;
    }
  }

  /** Everything about it. */
  public static void text(
      String store, SimulatedTruncate run, Purpose purpose, Style style, PrintWriter out) {
    heading(store, run.file().label(), run.plan(), purpose, style, out);
    out.printf(
        "%s: %s, %s%n", style.bold("policy"), run.policy().label(), run.policy().description());
    plan(run.plan(), style, out);
    operations(run, style, out);
    cache(run.cache(), style, out);
    if (run.isFailed()) {
      out.printf("%s: got an error; size %s%n", style.bold("program"), AfterText.size(run));
    }
    verdicts(run, style, out);
    store(run.store(), style, out);
    out.flush();
  }

  static void heading(
      String store, String file, TruncatePlan plan, Purpose purpose, Style style, PrintWriter out) {
    out.printf(
        "%s %s: truncate from %s to %s; %s%n",
        style.bold(Escapes.forTerminal(store)),
        file,
        Amounts.number(plan.oldSizeBytes()),
        Amounts.bytes(plan.newSizeBytes()),
        purpose.text);
  }

  static void plan(TruncatePlan plan, Style style, PrintWriter out) {
    out.println(style.bold("plan"));
    out.printf("  meta: %s%n", Amounts.bytes(plan.newMeta().sizeBytes()));
    if (plan.lastChunk().isEmpty()) {
      out.println("  last chunk: none");
    } else {
      out.printf(
          "  last chunk: %d, %s%s%n",
          plan.lastChunk().getAsLong(),
          Amounts.bytes(plan.lastChunkBytes()),
          plan.cutsChunk() ? ", written anew because it is cut" : "");
    }
    out.printf(
        "  chunks that fall away: %s%n",
        switch (plan.direction()) {
          case SHRINK ->
              Amounts.number(plan.deletedChunks()) + ", from chunk " + plan.firstDeletedChunk();
          case GROW, NONE -> "none";
        });
  }

  private static void operations(SimulatedTruncate run, Style style, PrintWriter out) {
    OperationTrace trace = run.operations();
    out.printf(
        "%s: %s%s%n",
        style.bold("operations"),
        Amounts.number(trace.count()),
        trace.count() == 0
            ? ""
            : (trace.count() == 1 ? ", atomic" : ", each atomic by itself")
                + (trace.isFailed()
                    ? style.bad("; the store refused operation " + Amounts.number(trace.count()))
                    : ""));
    long number = 0;
    for (KvOperation operation : trace.first()) {
      number++;
      operation(number, operation, out);
    }
    if (trace.omitted() > 0) {
      out.printf("  ... %s more%n", Amounts.number(trace.omitted()));
    }
    trace.last().ifPresent(last -> operation(trace.count(), last, out));
  }

  private static void operation(long number, KvOperation operation, PrintWriter out) {
    String label = "  " + Amounts.number(number) + " ";
    for (String line : KvText.lines(operation)) {
      out.println(label + line);
      label = " ".repeat(label.length());
    }
  }

  private static void cache(SimulatedTruncate.CacheChange cache, Style style, PrintWriter out) {
    if (cache.chunksBefore() == 0) {
      out.println(style.bold("cache") + ": holds nothing");
      return;
    }
    out.printf(
        "%s: %s around both ends read before%n",
        style.bold("cache"), Amounts.count(cache.chunksBefore(), "chunk"));
    if (cache.effects().isEmpty()) {
      out.println("  unchanged");
    }
    List<CacheEffect> effects = cache.effects();
    for (int from = 0; from < effects.size(); ) {
      int to = from + 1;
      while (to < effects.size() && continues(effects.get(to - 1), effects.get(to))) {
        to++;
      }
      effect(effects.get(from), to - from, out);
      from = to;
    }
  }

  private static boolean continues(CacheEffect effect, CacheEffect next) {
    return next.chunkIndex() == effect.chunkIndex() + 1 && text(effect).equals(text(next));
  }

  private static void effect(CacheEffect effect, int count, PrintWriter out) {
    out.printf(
        "  %s %s: %s%n",
        count == 1 ? "chunk" : "chunks", Amounts.range(effect.chunkIndex(), count), text(effect));
  }

  private static String text(CacheEffect effect) {
    return switch (effect) {
      case CacheEffect.Evicted _ -> "evicted";
      case CacheEffect.Replaced(_, int from, int to) ->
          "replaced, " + Amounts.bytes(from) + " before, " + Amounts.bytes(to) + " after";
    };
  }

  private static void verdicts(SimulatedTruncate run, Style style, PrintWriter out) {
    out.println(style.bold("invariants") + ", after the truncate and after growing back");
    for (Invariant invariant : Invariant.values()) {
      Verdict after = run.after(invariant);
      Verdict grown = run.afterGrowing(invariant);
      out.printf(
          "  %s %s  %s  %s%n", invariant, word(after, style), word(grown, style), invariant.rule());
      AfterText.broken("     ", after.broken(), out);
      AfterText.broken("     ", run.grown(), grown.broken(), out);
    }
  }

  private static String word(Verdict verdict, Style style) {
    return verdict.holds() ? style.good("holds ") : style.bad("BROKEN");
  }

  private static void store(SimulatedTruncate.StoreAfter store, Style style, PrintWriter out) {
    String left = AfterText.left(store);
    out.printf("%s: %s%n", style.bold("store"), store.left().isEmpty() ? left : style.bad(left));
    out.printf(
        "%s: %s%n",
        style.bold("new process"),
        AfterText.reopened(store.reopened()).replace("WRONG", style.bad("WRONG")));
    Regrown grown = store.reopened().grown();
    AfterText.broken("  ", grown, grown.broken(), out);
  }
}
