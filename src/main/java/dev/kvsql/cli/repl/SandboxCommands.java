package dev.kvsql.cli.repl;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.cli.option.ByteSize;
import dev.kvsql.cli.option.ChunkSelection;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.TruncateOutcome;
import dev.kvsql.explore.TruncateTrial;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.render.TruncateRender;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Dot commands that try things out: on a view, and never on the store. */
final class SandboxCommands {
  private static final String TRUNCATE = ".truncate SIZE [FILE] [--apply]";
  private static final String APPLY = "--apply";

  private SandboxCommands() {}

  static List<DotCommand> all() {
    return List.of(
        new DotCommand(
            ".sandbox",
            "[on|keep|discard]",
            "Has everything happen on a view in memory; then keeps it or not",
            "on: from here on statements, .truncate --apply and .drop change a view of the database,"
                + " kept in memory, and not the store. keep: the changes go to the store in one atomic,"
                + " durable batch. discard: they are forgotten. Without a word: what was changed so far."
                + " The connection is made anew each time: temporary tables and attached databases go.",
            List.of(Operand.SANDBOX),
            SandboxCommands::sandbox),
        new DotCommand(
            ".truncate",
            "SIZE [FILE] [--apply]",
            "Simulates a truncate, as kvsql truncate does",
            "Sizes: 4196, 4K, 4KiB, 1MiB, or 2c+100 for two chunks and 100 bytes. FILE is main (the"
                + " default), journal, wal or shm. With --apply the file of the sandbox gets that size.",
            List.of(Operand.VALUE, Operand.FILE, Operand.APPLY),
            SandboxCommands::truncate),
        new DotCommand(
            ".drop",
            "CHUNKS [FILE]",
            "Removes chunks, in a sandbox only",
            "As if the store had lost them: .check then tells what that means.",
            List.of(Operand.VALUE, Operand.FILE),
            SandboxCommands::drop));
  }

  private static void sandbox(Session session, List<String> words)
      throws IOException, SQLException {
    switch (words.isEmpty() ? "" : words.getFirst()) {
      case "" -> session.say(state(session.workspace()));
      case "on" -> enter(session);
      case "keep" -> keep(session);
      case "discard" -> discard(session);
      default -> throw new Refusal(".sandbox takes on, keep or discard, not " + words.getFirst());
    }
  }

  private static String state(Workspace workspace) {
    return workspace.isSandbox()
        ? ".sandbox on: " + Changed.of(workspace).text()
        : ".sandbox off: everything happens on the store";
  }

  private static void enter(Session session) {
    if (session.workspace().isSandbox()) {
      throw new Refusal("this is a sandbox already");
    }
    requireNoTransaction(session.workspace());
    session.workspace().enterSandbox();
    session.say("sandbox: nothing reaches the store before .sandbox keep");
  }

  private static void keep(Session session) throws IOException, SQLException {
    Workspace workspace = session.workspace();
    requireSandbox(workspace);
    requireNoTransaction(workspace);
    if (workspace.isReadOnly()) {
      throw new Refusal("the store is open for reading only; .sandbox discard leaves");
    }
    // What SQLite still has to hand over is handed over by that, and counts.
    workspace.disconnect();
    Changed changed = Changed.of(workspace);
    session.say("keep: " + changed.text());
    if (changed.isNothing() || session.console().agrees("bring this to the store?")) {
      workspace.keep();
      session.say("the store has it all; the sandbox is left");
    } else {
      session.say("nothing was kept; the sandbox is as it was");
    }
  }

  private static void discard(Session session) {
    Workspace workspace = session.workspace();
    requireSandbox(workspace);
    requireNoTransaction(workspace);
    String text = Changed.of(workspace).text();
    workspace.discard();
    session.say("discarded: " + text + "; the store is as it was");
  }

  private static void requireSandbox(Workspace workspace) {
    if (!workspace.isSandbox()) {
      throw new Refusal("there is no sandbox; try: .sandbox on");
    }
  }

  private static void requireNoTransaction(Workspace workspace) {
    if (workspace.inTransaction()) {
      throw new Refusal("a transaction is open; COMMIT or ROLLBACK first");
    }
  }

  private static void truncate(Session session, List<String> words)
      throws IOException, SQLException {
    List<String> operands = new ArrayList<>(words);
    boolean apply = operands.remove(APPLY);
    long size = ByteSize.parse(StoreCommands.word(operands, TRUNCATE)).bytes();
    FileTag file = operands.size() > 1 ? StoreCommands.file(operands.get(1)) : FileTag.MAIN;
    Workspace workspace = session.workspace();
    if (apply) {
      requireApplicable(workspace);
    }
    TruncateRender.Purpose purpose =
        apply ? TruncateRender.Purpose.APPLY : TruncateRender.Purpose.SIMULATE;
    StoreCommands.look(
        session,
        chunks -> {
          for (TruncateOutcome outcome : simulated(chunks, file, size)) {
            if (outcome instanceof SimulatedTruncate run) {
              print(session, run, purpose);
            }
          }
        });
    if (apply) {
      apply(workspace, file, size);
      session.say("the sandbox's file has that size; the store is as it was");
    }
  }

  private static void print(Session session, SimulatedTruncate run, TruncateRender.Purpose purpose)
      throws IOException, SQLException {
    String store = session.workspace().store().name();
    session
        .output()
        .print(
            page -> TruncateRender.text(store, run, purpose, session.output().style(), page.out()));
  }

  private static List<TruncateOutcome> simulated(ChunkStore chunks, FileTag file, long size) {
    return new TruncateTrial(file, List.of(Policy.KVSQL), OptionalInt.empty())
        .run(chunks, size)
        .orElseThrow(() -> new Refusal("there is no " + file.label() + " file"));
  }

  private static void requireApplicable(Workspace workspace) {
    if (!workspace.isSandbox()) {
      throw new Refusal(
          "--apply is for a sandbox; for the store itself leave, then: kvsql truncate STORE --size SIZE --apply");
    }
    requireNoTransaction(workspace);
  }

  /** By the file's own truncate, whose batch is then the sandbox's. */
  private static void apply(Workspace workspace, FileTag tag, long size) {
    OverlayChunkStore view = new OverlayChunkStore(workspace.chunks());
    ChunkFile file = ChunkFile.open(view, tag, new ReadCache(0)).orElseThrow();
    file.truncate(size);
    file.handOver(Durability.LAZY);
    workspace.change(view.changes());
  }

  private static void drop(Session session, List<String> words) {
    Workspace workspace = session.workspace();
    ChunkSelection chosen = ChunkSelection.parse(StoreCommands.word(words, ".drop CHUNKS [FILE]"));
    FileTag file = words.size() > 1 ? StoreCommands.file(words.get(1)) : FileTag.MAIN;
    requireSandbox(workspace);
    requireNoTransaction(workspace);
    WriteBatch.Builder batch = WriteBatch.builder();
    chosen
        .ranges()
        .forEach(range -> batch.deleteRange(StoreKey.chunks(file, range.first(), range.end())));
    workspace.change(batch.build());
    session.say("dropped in the sandbox; the store is as it was");
  }
}
