package dev.kvsql.repair;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.StoreKey;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns changes into steps as they come, with neighbouring chunks as one. */
final class UndoSteps {
  private final Consumer<UndoStep> target;
  private UndoStep.@Nullable Chunks open;

  UndoSteps(Consumer<UndoStep> target) {
    this.target = target;
  }

  void add(Change change) {
    if (!change.isReal()) {
      return;
    }
    switch (StoreKey.parse(change.key())) {
      case StoreKey.Chunk chunk -> add(chunk, change.undoEffect());
      case StoreKey.Meta(var file) ->
          step(new UndoStep.Meta(file, decoded(change.after()), decoded(change.before())));
      case StoreKey.Unknown _, StoreKey.Foreign _ ->
          step(new UndoStep.Key(change.key(), change.undoEffect()));
    }
  }

  /** Tells the last step. */
  void end() {
    if (open != null) {
      target.accept(open);
      open = null;
    }
  }

  private void add(StoreKey.Chunk chunk, UndoStep.Effect effect) {
    UndoStep.Chunks run = open;
    if (run != null
        && run.file() == chunk.file()
        && run.effect() == effect
        && run.firstChunk() + run.count() == chunk.index()) {
      open = new UndoStep.Chunks(run.file(), run.firstChunk(), run.count() + 1, effect);
    } else {
      end();
      open = new UndoStep.Chunks(chunk.file(), chunk.index(), 1, effect);
    }
  }

  private void step(UndoStep step) {
    end();
    target.accept(step);
  }

  private static Optional<FileMeta.Decoded> decoded(byte @Nullable [] value) {
    return value == null ? Optional.empty() : Optional.of(FileMeta.decode(value));
  }
}
