package dev.kvsql.render;

import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.explore.CacheEffect;
import dev.kvsql.explore.KvOperation;
import dev.kvsql.explore.Leftover;
import dev.kvsql.explore.OperationTrace;
import dev.kvsql.explore.Regrown;
import dev.kvsql.explore.Reopened;
import dev.kvsql.explore.SimulatedBoundaries;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.TruncateOutcome;
import dev.kvsql.explore.TruncateTrial;
import dev.kvsql.explore.Verdict;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.TruncatePlan;
import dev.kvsql.repair.Truncation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Simulated truncates as one document; that of one policy has its fields at the top as well. */
public final class TruncateJson {
  private static final String FORMAT = "kvsql/truncate/1";
  private static final HexFormat HEX = HexFormat.of();

  private TruncateJson() {}

  /**
   * Truncates to one size.
   *
   * @param outcomes one for each policy, at least one
   * @param applied how it went if it was carried out
   */
  public static void policies(
      String store,
      TruncateTrial trial,
      List<TruncateOutcome> outcomes,
      Optional<Truncation.Outcome> applied,
      PrintWriter out) {
    Json.document(
        out,
        FORMAT,
        json -> {
          head(json, store, trial);
          if (outcomes.size() == 1) {
            outcome(json, outcomes.getFirst());
          } else {
            json.object("plan", fields -> plan(fields, outcomes.getFirst().plan()));
            json.put("clean", outcomes.stream().allMatch(TruncateOutcome::isClean));
          }
          json.array("policies", outcomes, outcome -> outcome(json, outcome));
          applied.ifPresent(outcome ->
              json.object("applied", fields -> TruncationRender.fields(fields, outcome)));
        });
  }

  /** Truncates to many sizes. */
  public static void boundaries(String store, SimulatedBoundaries run, PrintWriter out) {
    Json.document(
        out,
        FORMAT,
        json -> {
          head(json, store, run.trial());
          json.put("oldSizeBytes", run.sizeBytes());
          json.put("seed", run.seed());
          json.put("clean", run.outcomes().stream().allMatch(TruncateOutcome::isClean));
          json.array(
              "sizes",
              run.rows(),
              row -> {
                json.put("sizeBytes", row.getFirst().plan().newSizeBytes());
                json.object("plan", fields -> plan(fields, row.getFirst().plan()));
                json.array("policies", row, outcome -> summary(json, outcome));
              });
        });
  }

  private static void head(Json json, String store, TruncateTrial trial) {
    json.put("store", store);
    json.put("file", trial.file().label());
    trial.failAt().ifPresent(number -> json.put("failAt", number));
  }

  private static void outcome(Json json, TruncateOutcome outcome) {
    json.put("policy", outcome.policy().label());
    json.object("plan", fields -> plan(fields, outcome.plan()));
    switch (outcome) {
      case TruncateOutcome.FewerOperations _ -> fewer(json, outcome);
      case SimulatedTruncate run -> run(json, run);
    }
  }

  private static void summary(Json json, TruncateOutcome outcome) {
    json.put("policy", outcome.policy().label());
    switch (outcome) {
      case TruncateOutcome.FewerOperations _ -> fewer(json, outcome);
      case SimulatedTruncate run -> {
        json.put("operationCount", run.operationCount());
        after(json, run);
      }
    }
  }

  private static void fewer(Json json, TruncateOutcome outcome) {
    json.put("operationCount", outcome.operationCount());
    json.put("simulated", false);
  }

  private static void run(Json json, SimulatedTruncate run) {
    OperationTrace trace = run.operations();
    json.array(
        "batches",
        batches(trace),
        batch -> json.array("operations", batch.operations(), change -> change(json, change)));
    json.put("operationCount", trace.count());
    json.array("operations", numbered(trace), numbered -> operation(json, numbered));
    json.array("cache", run.cache().effects(), effect -> effect(json, effect));
    json.put("cachedChunksBefore", run.cache().chunksBefore());
    after(json, run);
  }

  /** What is there in the end. */
  private static void after(Json json, SimulatedTruncate run) {
    json.put("failed", run.isFailed());
    json.put("sizeBytes", run.sizeBytes());
    json.array(
        "after",
        run.after(),
        verdict -> verdict(json, verdict, one -> IncoherenceText.json(json, one)));
    json.array(
        "afterGrowing",
        run.afterGrowing(),
        verdict -> verdict(json, verdict, one -> grown(json, run.grown(), one)));
    json.object("left", fields -> left(fields, run.store().left()));
    json.object("leftBefore", fields -> left(fields, run.store().leftBefore()));
    json.object("reopened", fields -> reopened(fields, run.store().reopened()));
    json.put("coherent", run.isCoherent());
    json.put("clean", run.isClean());
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

  /** An operation with its number, from 1; the numbers of those that were not kept are missing. */
  private record Numbered(long number, KvOperation operation) {}

  private static List<Numbered> numbered(OperationTrace trace) {
    List<Numbered> numbered = new ArrayList<>();
    for (KvOperation operation : trace.first()) {
      numbered.add(new Numbered(numbered.size() + 1L, operation));
    }
    trace.last().ifPresent(last -> numbered.add(new Numbered(trace.count(), last)));
    return numbered;
  }

  /** Those that reached the store. */
  private static List<WriteBatch> batches(OperationTrace trace) {
    return Stream.concat(trace.first().stream(), trace.last().stream())
        .<WriteBatch>mapMulti((operation, next) -> {
          if (operation instanceof KvOperation.Apply(WriteBatch batch, boolean failed) && !failed) {
            next.accept(batch);
          }
        })
        .toList();
  }

  private static void operation(Json json, Numbered numbered) {
    json.put("number", numbered.number());
    switch (numbered.operation()) {
      case KvOperation.Get(byte[] key, int bytes, _) -> {
        json.put("op", "get");
        json.put("key", HEX.formatHex(key));
        if (bytes >= 0) {
          json.put("bytes", bytes);
        }
      }
      case KvOperation.Apply(WriteBatch batch, _) -> {
        json.put("op", "batch");
        json.array("changes", batch.operations(), change -> change(json, change));
      }
    }
    json.put("failed", numbered.operation().failed());
  }

  private static void change(Json json, WriteBatch.Operation change) {
    switch (change) {
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

  private static void verdict(Json json, Verdict verdict, Consumer<Incoherence> broken) {
    json.put("invariant", verdict.invariant().name());
    json.put("holds", verdict.holds());
    json.array("broken", verdict.broken(), broken);
  }

  private static void grown(Json json, Regrown grown, Incoherence broken) {
    json.put("grownBy", grown.way(broken).name().toLowerCase(Locale.ROOT));
    IncoherenceText.json(json, broken);
  }

  private static void left(Json json, Leftover left) {
    json.put("sizeBytes", left.sizeBytes());
    json.put("tailBytes", left.tailBytes());
    Leftover.Orphans orphans = left.orphans();
    json.put("orphans", orphans.count());
    json.put("orphanBytes", orphans.bytes());
    json.put("more", orphans.more());
    if (orphans.count() > 0) {
      json.put("firstOrphan", orphans.first());
      json.put("lastOrphan", orphans.last());
    }
  }

  private static void reopened(Json json, Reopened reopened) {
    json.put("sizeBytes", reopened.sizeBytes());
    json.put("content", reopened.content().name().toLowerCase(Locale.ROOT));
    Regrown grown = reopened.grown();
    json.array("broken", grown.broken(), one -> grown(json, grown, one));
  }
}
