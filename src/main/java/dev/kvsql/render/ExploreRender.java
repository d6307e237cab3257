package dev.kvsql.render;

import dev.kvsql.explore.Breach;
import dev.kvsql.explore.Exploration;
import dev.kvsql.explore.ExploreOptions;
import dev.kvsql.explore.KvOperation;
import dev.kvsql.explore.Progress;
import dev.kvsql.explore.RandomRuns;
import dev.kvsql.explore.Rule;
import dev.kvsql.explore.Start;
import dev.kvsql.explore.Story;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Explorations, random runs and replays, as text and as JSON. */
public final class ExploreRender {
  private static final String FORMAT = "kvsql/explore/1";

  private ExploreRender() {}

  /**
   * A counterexample with where it was written to.
   *
   * @param replayFile empty when it was not written
   */
  public record Told(Story story, String replayFile) {}

  /** What was found about one policy. */
  public sealed interface Report {
    /** The stories of the counterexamples. */
    List<Told> stories();

    /** Whether every rule held. */
    default boolean isClean() {
      return stories().stream().allMatch(told -> told.story().breaches().isEmpty());
    }
  }

  /** Every sequence was looked at. */
  public record Explored(Exploration exploration, List<Told> stories) implements Report {}

  /** Random sequences were. */
  public record Ran(ExploreOptions options, List<RandomRuns.Run> runs, List<Told> stories)
      implements Report {}

  /** One sequence was. */
  public record Replayed(Story story) implements Report {
    @Override
    public List<Told> stories() {
      return List.of(new Told(story, ""));
    }
  }

  /** A line for a terminal that waits. */
  public static String progress(String policy, Progress progress) {
    return policy
        + ": depth "
        + progress.depth()
        + ", "
        + Amounts.number(100L * progress.done() / Math.max(1, progress.of()))
        + "%; "
        + Amounts.count(progress.generated(), "state")
        + ", "
        + Amounts.number(progress.distinct())
        + " different, "
        + Amounts.number(progress.statesPerSecond())
        + " a second";
  }

  /** What is left to say about a report once its stories are told. */
  public static void summary(Report report, PrintWriter out) {
    switch (report) {
      case Explored(Exploration exploration, var _) -> out.println(summary(exploration));
      case Ran(ExploreOptions options, List<RandomRuns.Run> runs, var _) ->
          out.println(summary(options, runs));
      case Replayed _ -> {}
    }
    out.flush();
  }

  /** A story for people. */
  public static void story(Told told, Style style, PrintWriter out) {
    tell(told, style, out);
    out.flush();
  }

  private static void tell(Told told, Style style, PrintWriter out) {
    Story story = told.story();
    String rules = rules(story.breaches());
    out.println(
        style.bold(story.policy().label())
            + ": "
            + (story.breaches().isEmpty()
                ? style.good("every rule holds") + " after "
                : style.bad(rules + " broken") + " after ")
            + Amounts.count(story.events().size(), "step"));
    out.println("  from " + StoryText.start(story.start()));
    for (Story.Event event : story.events()) {
      out.printf(Locale.ROOT, "  %d. %s%n", event.number(), StoryText.move(event.move()));
      event.operations().forEach(one -> out.println("       " + StoryText.operation(one)));
      out.println("       -> " + StoryText.state(event));
      for (Breach breach : event.breaches()) {
        out.println("     " + style.bad(breach.rule() + " broken") + ": " + breach.rule().text());
        out.println("       " + BreachText.of(breach, story));
      }
    }
    if (!told.replayFile().isEmpty()) {
      out.println("  again: " + CommandText.replay(told.replayFile()));
    }
  }

  private static String rules(List<Breach> breaches) {
    return rules(breaches.stream().map(Breach::rule).collect(Collectors.toSet()));
  }

  private static String rules(Set<Rule> rules) {
    return rules.stream().sorted().map(Rule::name).collect(Collectors.joining(", "));
  }

  private static String summary(Exploration exploration) {
    ExploreOptions options = exploration.options();
    return options.policy().label()
        + ": "
        + (exploration.counterexamples().isEmpty() ? "no counterexample" : "looked")
        + " in sequences of up to "
        + Amounts.count(exploration.depth(), "step")
        + conditions(options)
        + ": "
        + Amounts.count(exploration.generated(), "state")
        + ", "
        + Amounts.number(exploration.distinct())
        + " different, in "
        + seconds(exploration.elapsed())
        + " ("
        + Amounts.number(perSecond(exploration))
        + " a second)";
  }

  private static String summary(ExploreOptions options, List<RandomRuns.Run> runs) {
    long steps = runs.stream().mapToLong(RandomRuns.Run::steps).sum();
    boolean clean = runs.stream().allMatch(RandomRuns.Run::isClean);
    return options.policy().label()
        + ": "
        + (clean ? "no counterexample" : "looked")
        + " in "
        + Amounts.count(runs.size(), "random run")
        + ", "
        + Amounts.count(steps, "step")
        + " in all,"
        + conditions(options)
        + (runs.size() == 1
            ? ", seed " + runs.getFirst().seed()
            : ", seeds " + runs.getFirst().seed() + " to " + runs.getLast().seed());
  }

  private static String conditions(ExploreOptions options) {
    return (options.start() == Start.LEFTOVERS ? " after an interrupted truncate" : "")
        + " with pages of "
        + Amounts.bytes(options.alphabet().pageBytes())
        + switch (options.faults()) {
          case NONE -> "";
          case ANY -> ", failures and crashes";
        }
        + (options.rules().size() == Rule.values().length ? "" : ", for " + rules(options.rules()));
  }

  private static String seconds(Duration elapsed) {
    return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
  }

  private static long perSecond(Exploration exploration) {
    return exploration.generated() * 1_000_000_000L / Math.max(1, exploration.elapsed().toNanos());
  }

  /** All reports as one document. */
  public static void json(List<Report> reports, PrintWriter out) {
    Json.document(
        out,
        FORMAT,
        json ->
            json.array(
                "reports",
                reports,
                report -> {
                  switch (report) {
                    case Explored(Exploration exploration, var _) -> explored(json, exploration);
                    case Ran(ExploreOptions options, List<RandomRuns.Run> runs, var _) ->
                        ran(json, options, runs);
                    case Replayed(Story story) -> {
                      json.put("policy", story.policy().label());
                      json.put("start", lower(story.start()));
                    }
                  }
                  json.array("stories", report.stories(), told -> story(json, told));
                }));
  }

  private static void options(Json json, ExploreOptions options) {
    json.put("policy", options.policy().label());
    json.put("start", lower(options.start()));
    json.put("faults", options.faults() == ExploreOptions.Faults.ANY);
    json.put("pageBytes", options.alphabet().pageBytes());
    json.put("rules", rules(options.rules()));
  }

  private static void explored(Json json, Exploration exploration) {
    options(json, exploration.options());
    json.put("depth", exploration.depth());
    json.put("states", exploration.generated());
    json.put("distinctStates", exploration.distinct());
    json.put("statesPerSecond", perSecond(exploration));
  }

  private static void ran(Json json, ExploreOptions options, List<RandomRuns.Run> runs) {
    options(json, options);
    json.array(
        "runs",
        runs,
        run -> {
          json.put("seed", run.seed());
          json.put("steps", run.steps());
        });
  }

  private static void story(Json json, Told told) {
    Story story = told.story();
    json.array("steps", story.events(), event -> event(json, event, story));
    if (!told.replayFile().isEmpty()) {
      json.put("replayFile", told.replayFile());
    }
  }

  private static void event(Json json, Story.Event event, Story story) {
    json.put("number", event.number());
    json.put("step", StoryText.move(event.move()));
    json.put("ending", lower(event.ending()));
    json.array("operations", event.operations(), one -> operation(json, one));
    json.put("sizeBytes", event.sizeBytes());
    json.array("stored", event.stored().entrySet(), chunk -> chunk(json, chunk));
    json.array("cached", event.cached().entrySet(), chunk -> chunk(json, chunk));
    json.array("broken", event.breaches(), breach -> BreachText.json(json, breach, story));
  }

  private static void operation(Json json, KvOperation operation) {
    json.put("operation", StoryText.operation(operation));
    json.put("failed", operation.failed());
  }

  private static void chunk(Json json, Map.Entry<Long, Integer> chunk) {
    json.put("chunk", chunk.getKey());
    json.put("bytes", chunk.getValue());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
