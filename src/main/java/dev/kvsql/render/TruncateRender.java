package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.explore.CacheEffect;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.Verdict;
import dev.kvsql.file.TruncatePlan;
import dev.kvsql.repair.Truncation;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Simulated truncates as text and as JSON. */
public final class TruncateRender {
  private static final String FORMAT = "kvsql/truncate/1";
  private static final HexFormat HEX = HexFormat.of();

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

  /** A simulation for people. */
  public static void text(
      String store, SimulatedTruncate run, Purpose purpose, Style style, PrintWriter out) {
    TruncatePlan plan = run.plan();
    out.printf(
        "%s %s: truncate from %s to %s; %s%n",
        style.bold(Escapes.forTerminal(store)),
        run.file().label(),
        Amounts.number(plan.oldSizeBytes()),
        Amounts.bytes(plan.newSizeBytes()),
        purpose.text);
    plan(plan, style, out);
    operations(run, style, out);
    effects(run.effects(), style, out);
    verdicts(run, style, out);
    out.flush();
  }

  private static void plan(TruncatePlan plan, Style style, PrintWriter out) {
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
    out.println(style.bold("operations") + " (policy kvsql: each batch is atomic)");
    if (run.operations().isEmpty()) {
      out.println("  none");
    }
    int number = 0;
    for (WriteBatch batch : run.operations()) {
      number++;
      for (WriteBatch.Operation operation : batch.operations()) {
        out.printf("  batch %d: %s%n", number, operation(operation));
      }
    }
  }

  private static String operation(WriteBatch.Operation operation) {
    return switch (operation) {
      case WriteBatch.Put(byte[] key, byte[] value) ->
          "put " + key(key) + ", " + Amounts.bytes(value.length);
      case WriteBatch.Delete(byte[] key) -> "delete " + key(key);
      case WriteBatch.DeleteRange(KeyRange range) -> "delete range " + range(range);
    };
  }

  private static String key(byte[] key) {
    String meaning =
        switch (StoreKey.parse(key)) {
          case StoreKey.Meta(FileTag file) -> "meta of " + file.label();
          case StoreKey.Chunk(FileTag file, long index) -> "chunk " + index + " of " + file.label();
          case StoreKey.Unknown(), StoreKey.Foreign() -> "another key";
        };
    return HEX.formatHex(key) + " (" + meaning + ")";
  }

  private static String range(KeyRange range) {
    byte[] to = range.to();
    String end = to == null ? "the end" : HEX.formatHex(to);
    return key(range.from()) + " up to " + end;
  }

  private static void effects(List<CacheEffect> effects, Style style, PrintWriter out) {
    out.println(style.bold("cache") + " (with the chunks around both ends read before)");
    if (effects.isEmpty()) {
      out.println("  unchanged");
    }
    for (CacheEffect effect : effects) {
      switch (effect) {
        case CacheEffect.Evicted(long chunk) -> out.printf("  chunk %d: evicted%n", chunk);
        case CacheEffect.Replaced(long chunk, int from, int to) ->
            out.printf(
                "  chunk %d: replaced, %s before, %s after%n",
                chunk, Amounts.bytes(from), Amounts.bytes(to));
      }
    }
  }

  private static void verdicts(SimulatedTruncate run, Style style, PrintWriter out) {
    out.println(style.bold("invariants") + ", after the truncate and after growing back");
    for (int i = 0; i < run.after().size(); i++) {
      Verdict after = run.after().get(i);
      out.printf(
          "  %s %s  %s  %s%n",
          after.invariant(),
          word(after, style),
          word(run.afterGrowing().get(i), style),
          after.invariant().rule());
    }
  }

  private static String word(Verdict verdict, Style style) {
    return verdict.holds() ? style.good("holds ") : style.bad("BROKEN");
  }

  /** A simulation as one document, and how it went if it was carried out. */
  public static void json(
      String store, SimulatedTruncate run, Optional<Truncation.Outcome> applied, PrintWriter out) {
    TruncatePlan plan = run.plan();
    Json.document(
        out,
        FORMAT,
        json -> {
          json.put("store", store);
          json.put("file", run.file().label());
          json.put("policy", "kvsql");
          json.object("plan", fields -> plan(fields, plan));
          json.array(
              "batches",
              run.operations(),
              batch ->
                  json.array(
                      "operations", batch.operations(), operation -> operation(json, operation)));
          json.array("cache", run.effects(), effect -> effect(json, effect));
          json.array("after", run.after(), verdict -> verdict(json, verdict));
          json.array("afterGrowing", run.afterGrowing(), verdict -> verdict(json, verdict));
          json.put("coherent", run.isCoherent());
          applied.ifPresent(outcome ->
              json.object("applied", fields -> TruncationRender.fields(fields, outcome)));
        });
  }

  private static void plan(Json json, TruncatePlan plan) {
    json.put("oldSizeBytes", plan.oldSizeBytes());
    json.put("newSizeBytes", plan.newSizeBytes());
    plan.lastChunk().ifPresent(last -> json.put("lastChunk", last));
    json.put("lastChunkBytes", plan.lastChunkBytes());
    json.put("cutsChunk", plan.cutsChunk());
    json.put("firstDeletedChunk", plan.firstDeletedChunk());
    json.put("deletedChunks", plan.deletedChunks());
  }

  private static void operation(Json json, WriteBatch.Operation operation) {
    switch (operation) {
      case WriteBatch.Put(byte[] key, byte[] value) -> {
        json.put("op", "put");
        json.put("key", HEX.formatHex(key));
        json.put("bytes", value.length);
      }
      case WriteBatch.Delete(byte[] key) -> {
        json.put("op", "delete");
        json.put("key", HEX.formatHex(key));
      }
      case WriteBatch.DeleteRange(KeyRange range) -> {
        json.put("op", "deleteRange");
        json.put("from", HEX.formatHex(range.from()));
        byte[] to = range.to();
        if (to != null) {
          json.put("to", HEX.formatHex(to));
        }
      }
    }
  }

  private static void effect(Json json, CacheEffect effect) {
    json.put("chunk", effect.chunkIndex());
    switch (effect) {
      case CacheEffect.Evicted _ -> json.put("effect", "evicted");
      case CacheEffect.Replaced(_, int from, int to) -> {
        json.put("effect", "replaced");
        json.put("fromBytes", from);
        json.put("toBytes", to);
      }
    }
  }

  private static void verdict(Json json, Verdict verdict) {
    json.put("invariant", verdict.invariant().name());
    json.put("holds", verdict.holds());
  }
}
