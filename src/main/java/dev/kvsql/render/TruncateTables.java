package dev.kvsql.render;

import dev.kvsql.explore.Regrown;
import dev.kvsql.explore.SimulatedBoundaries;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.TruncateOutcome;
import dev.kvsql.explore.TruncateTrial;
import dev.kvsql.explore.Verdict;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.Invariant;
import dev.kvsql.file.TruncatePlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Simulated truncates side by side, for people: a column for each policy. */
public final class TruncateTables {
  private TruncateTables() {}

  /**
   * Truncates to one size.
   *
   * @param outcomes one for each policy, at least one
   */
  public static void policies(
      String store,
      TruncateTrial trial,
      List<TruncateOutcome> outcomes,
      Style style,
      PrintWriter out) {
    TruncatePlan plan = outcomes.getFirst().plan();
    TruncateRender.heading(
        store, trial.file().label(), plan, TruncateRender.Purpose.SIMULATE, style, out);
    TruncateRender.plan(plan, style, out);
    fault(trial, style, out);
    out.println(
        style.bold("policies") + ", each invariant after the truncate / after growing back");
    print(grid(outcomes), style, out);
    for (TruncateOutcome outcome : outcomes) {
      switch (outcome) {
        case SimulatedTruncate run when !run.isClean() -> broken(run, style, out);
        case SimulatedTruncate _, TruncateOutcome.FewerOperations _ -> {}
      }
    }
    out.flush();
  }

  private static void fault(TruncateTrial trial, Style style, PrintWriter out) {
    trial
        .failAt()
        .ifPresent(number ->
            out.printf(
                "%s: the store refuses operation %s%n",
                style.bold("fault"), Amounts.number(number)));
  }

  private static Grid grid(List<TruncateOutcome> outcomes) {
    Grid grid =
        new Grid(
            Stream.concat(Stream.of(""), outcomes.stream().map(outcome -> outcome.policy().label()))
                .toArray(String[]::new));
    row(grid, "operations", outcomes, run -> Amounts.number(run.operationCount()));
    row(grid, "size", outcomes, run -> Amounts.number(run.sizeBytes()));
    for (Invariant invariant : Invariant.values()) {
      row(
          grid,
          invariant.name(),
          outcomes,
          run -> word(run.after(invariant)) + " / " + word(run.afterGrowing(invariant)));
    }
    row(grid, "store", outcomes, run -> AfterText.shortLeft(run.store().left()));
    row(grid, "new process", outcomes, run -> reopened(run.store()));
    grid.row(
        Stream.concat(Stream.of("verdict"), outcomes.stream().map(TruncateTables::verdict))
            .toArray(String[]::new));
    return grid;
  }

  private static void row(
      Grid grid,
      String title,
      List<TruncateOutcome> outcomes,
      Function<SimulatedTruncate, String> cell) {
    List<String> cells = new ArrayList<>(List.of(title));
    for (TruncateOutcome outcome : outcomes) {
      cells.add(
          switch (outcome) {
            case SimulatedTruncate run -> cell.apply(run);
            case TruncateOutcome.FewerOperations _ -> "-";
          });
    }
    grid.row(cells.toArray(String[]::new));
  }

  private static String word(Verdict verdict) {
    return verdict.holds() ? "holds" : "BROKEN";
  }

  private static String reopened(SimulatedTruncate.StoreAfter store) {
    return AfterText.content(store.reopened().content())
        + (store.reopened().grown().holds() ? "" : ", grown WRONG");
  }

  private static String verdict(TruncateOutcome outcome) {
    return switch (outcome) {
      case TruncateOutcome.FewerOperations fewer -> AfterText.makes(fewer.operationCount());
      case SimulatedTruncate run ->
          run.isClean() ? "holds" : run.isCoherent() ? "left over" : "BROKEN";
    };
  }

  private static void broken(SimulatedTruncate run, Style style, PrintWriter out) {
    out.println(style.bold(run.policy().label()));
    for (Invariant invariant : Invariant.values()) {
      String label = "  " + invariant + " ";
      AfterText.broken(label, run.after(invariant).broken(), out);
      AfterText.broken(label, run.grown(), run.afterGrowing(invariant).broken(), out);
    }
    out.println("  store: " + AfterText.left(run.store()));
    Regrown reopened = run.store().reopened().grown();
    AfterText.broken("  new process, ", reopened, reopened.broken(), out);
  }

  /** Truncates to many sizes. */
  public static void boundaries(
      String store, SimulatedBoundaries run, Style style, PrintWriter out) {
    out.printf(
        "%s %s: truncates of %s to the sizes at its boundaries; simulated, nothing was changed%n",
        style.bold(Escapes.forTerminal(store)),
        run.trial().file().label(),
        Amounts.bytes(run.sizeBytes()));
    out.printf("%s: %d, for the random sizes%n", style.bold("seed"), run.seed());
    fault(run.trial(), style, out);
    Grid grid =
        new Grid(
            Stream.concat(
                    Stream.of(">size", ">last chunk", ">its bytes", ">fall away"),
                    run.trial().policies().stream().map(Policy::label))
                .toArray(String[]::new));
    for (List<TruncateOutcome> row : run.rows()) {
      TruncatePlan plan = row.getFirst().plan();
      List<String> cells = new ArrayList<>();
      cells.add(Amounts.number(plan.newSizeBytes()));
      cells.add(plan.lastChunk().isEmpty() ? "none" : Amounts.number(plan.lastChunk().getAsLong()));
      cells.add(Amounts.number(plan.lastChunkBytes()));
      cells.add(Amounts.number(plan.deletedChunks()));
      row.forEach(outcome -> cells.add(cell(outcome)));
      grid.row(cells.toArray(String[]::new));
    }
    out.println(
        style.bold("sizes")
            + ", for each policy the operations of the truncate, and what does not hold after it or"
            + " after growing back");
    print(grid, style, out);
    out.flush();
  }

  private static String cell(TruncateOutcome outcome) {
    return switch (outcome) {
      case TruncateOutcome.FewerOperations fewer -> AfterText.makes(fewer.operationCount());
      case SimulatedTruncate run ->
          Amounts.number(run.operationCount()) + " " + AfterText.verdict(run);
    };
  }

  private static void print(Grid grid, Style style, PrintWriter out) {
    // Colours take no room: they go on once the columns stand.
    for (String line : grid.lines("  ")) {
      out.println(
          line.replace("BROKEN", style.bad("BROKEN"))
              .replace("WRONG", style.bad("WRONG"))
              .replace("left over", style.bad("left over")));
    }
  }
}
