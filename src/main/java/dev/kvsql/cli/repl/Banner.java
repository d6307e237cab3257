package dev.kvsql.cli.repl;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.Escapes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a terminal shows first: what is open, and what would happen to it. */
final class Banner {
  private Banner() {}

  /** One or two lines, and a warning for each thing that is pending. */
  static List<String> lines(Workspace workspace, String version) {
    List<String> lines = new ArrayList<>();
    OptionalLong size = FileMeta.sizeIn(workspace.chunks(), FileTag.MAIN);
    lines.add(
        Escapes.forTerminal(workspace.store().name())
            + " "
            + Escapes.forTerminal(workspace.database())
            + ", "
            + (size.isPresent() ? Amounts.size(size.getAsLong()) : "no main file")
            + (workspace.isReadOnly() ? ", read-only" : ""));
    lines.add(version + "; .help lists the dot commands, Ctrl-D leaves");
    lines.addAll(warnings(workspace));
    return lines;
  }

  /** What the first statement would do before anything else. */
  static List<String> warnings(Workspace workspace) {
    List<String> lines = new ArrayList<>();
    Pending pending = Pending.of(workspace.chunks());
    String where = workspace.isReadOnly() ? "in memory only" : "in the store";
    String advice = workspace.isReadOnly() ? "" : "; .sandbox on to look first";
    if (pending.hotJournal()) {
      lines.add("warning: a hot journal: the first SQL statement rolls it back " + where + advice);
    }
    if (pending.hotWal()) {
      lines.add(
          "warning: a WAL with transactions: SQL reads them, and a checkpoint applies them "
              + where
              + advice);
    }
    workspace
        .store()
        .pendingLogBytes()
        .ifPresent(bytes ->
            lines.add("note: " + Amounts.bytes(bytes) + " of commits were in the redo log"));
    return lines;
  }
}
