package dev.kvsql.cli.repl;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.StoppableChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.cli.option.ChunkSelection;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.format.PageSummary;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.inspect.DatabaseSurvey;
import dev.kvsql.inspect.FileSurvey;
import dev.kvsql.inspect.PagesOfChunks;
import dev.kvsql.inspect.StoreInspection;
import dev.kvsql.render.CacheRender;
import dev.kvsql.render.ChunkRender;
import dev.kvsql.render.ChunksRender;
import dev.kvsql.render.InspectRender;
import dev.kvsql.render.report.CheckRender;
import dev.kvsql.sqlite.Mount;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Dot commands that look at the store beneath the open database: what is committed, on the very
 * store that is open, without a lock of their own and without SQLite.
 */
final class StoreCommands {
  private StoreCommands() {}

  static List<DotCommand> all() {
    return List.of(
        new DotCommand(
            ".dbinfo",
            "",
            "Shows what the database is, as kvsql inspect does",
            "Files, chunks, SQLite's header and what the pages are, as far as they are committed.",
            List.of(),
            (session, _) -> info(session)),
        new DotCommand(
            ".chunks",
            "[FILE]",
            "Shows which chunks are present, missing, short or orphans",
            "FILE is main, journal, wal or shm; without it all that there are.",
            List.of(Operand.FILE),
            StoreCommands::chunks),
        new DotCommand(
            ".dump",
            "CHUNKS [FILE]",
            "Prints chunks as they are stored, as kvsql dump does",
            "CHUNKS are such as 0, 3-9 or 0,5,7-; FILE is main (the default), journal, wal or shm.",
            List.of(Operand.VALUE, Operand.FILE),
            StoreCommands::dump),
        new DotCommand(
            ".cache",
            "",
            "Shows the read caches, and whether they agree with the store",
            "How full they are, how often they had what SQLite asked for, and the invariants C1 to C5.",
            List.of(),
            (session, _) -> cache(session)),
        new DotCommand(
            ".check",
            "[quick|full]",
            "Checks the database, as kvsql check does (default: full)",
            "What is committed is checked, as it is stored: a WAL without its checkpoint is one that is"
                + " pending. Ctrl-C ends it early.",
            List.of(Operand.LEVEL),
            StoreCommands::check));
  }

  /** The first word, which must be there. */
  static String word(List<String> words, String usage) {
    if (words.isEmpty()) {
      throw new Refusal("usage: " + usage);
    }
    return words.getFirst();
  }

  /** The file that a word names. */
  static FileTag file(String word) {
    for (FileTag tag : FileTag.values()) {
      if (tag.label().equals(word)) {
        return tag;
      }
    }
    throw new Refusal("no file " + word + "; it is one of main, journal, wal, shm");
  }

  /** Something that reads a store. */
  interface Look {
    void at(ChunkStore chunks) throws IOException, SQLException;
  }

  /** Looks at what is committed; Ctrl-C ends that. */
  static void look(Session session, Look look) throws IOException, SQLException {
    sayIfPending(session);
    StopSignal stop = new StopSignal();
    ChunkStore chunks = new StoppableChunkStore(session.workspace().chunks(), stop);
    session
        .console()
        .interruptibly(
            () -> {
              session.interrupt();
              stop.stop("interrupted");
            },
            () -> look.at(chunks));
  }

  /** Says that what a transaction did so far is not in what is shown. */
  static void sayIfPending(Session session) {
    if (session.workspace().inTransaction()) {
      session.say("note: this is what is committed, without the open transaction");
    }
  }

  private static void info(Session session) throws IOException, SQLException {
    Workspace workspace = session.workspace();
    Checksums checksums = workspace.checksums().isPresent() ? Checksums.CRC32C : Checksums.NONE;
    look(
        session,
        chunks -> {
          DatabaseInspection database =
              DatabaseInspection.of(workspace.database(), checksums, chunks);
          StoreInspection inspection =
              new StoreInspection(workspace.store().name(), List.of(database));
          session
              .output()
              .print(page -> InspectRender.text(inspection, session.output().style(), page.out()));
        });
  }

  private static void chunks(Session session, List<String> words) throws IOException, SQLException {
    Optional<FileTag> tag = words.stream().map(StoreCommands::file).findFirst();
    look(session, chunks -> chunks(session, tag, DatabaseSurvey.of(chunks).files()));
  }

  private static void chunks(Session session, Optional<FileTag> tag, List<FileSurvey> files)
      throws IOException, SQLException {
    List<FileSurvey> wanted =
        files.stream().filter(one -> tag.isEmpty() || one.file() == tag.get()).toList();
    if (wanted.isEmpty()) {
      throw new Refusal("there is no " + tag.map(one -> one.label() + " ").orElse("") + "file");
    }
    session
        .output()
        .print(page ->
            wanted.forEach(one -> ChunksRender.text(one, session.output().style(), page.out())));
  }

  private static void dump(Session session, List<String> words) throws IOException, SQLException {
    ChunkSelection chosen = ChunkSelection.parse(word(words, ".dump CHUNKS [FILE]"));
    FileTag tag = words.size() > 1 ? file(words.get(1)) : FileTag.MAIN;
    look(
        session,
        chunks ->
            session
                .output()
                .print(page -> {
                  if (dump(chunks, tag, chosen, page) == 0) {
                    page.out().println("no such chunk in " + tag.label());
                  }
                }));
  }

  private static long dump(
      ChunkStore store, FileTag tag, ChunkSelection chosen, Console.Page page) {
    long size = FileMeta.sizeIn(store, tag).orElse(0);
    Optional<PagesOfChunks> main = tag == FileTag.MAIN ? PagesOfChunks.of(store) : Optional.empty();
    PrintWriter out = page.out();
    long count = 0;
    for (ChunkSelection.Range range : chosen.ranges()) {
      Iterator<Entry> entries = store.scan(StoreKey.chunks(tag, range.first(), range.end()));
      while (page.isWanted() && entries.hasNext()) {
        Entry entry = entries.next();
        if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(FileTag owner, long index)) {
          List<PageSummary> pages = main.map(file -> file.beginningIn(index)).orElse(List.of());
          ChunkRender.hex(owner, index, entry.value(), size, pages, out);
          count++;
        }
      }
    }
    return count;
  }

  private static void cache(Session session) throws IOException, SQLException {
    Workspace workspace = session.workspace();
    Mount mount =
        workspace
            .mount()
            .orElseThrow(() -> new Refusal("nothing is cached: there was no statement yet"));
    List<CacheRender.FileCache> caches = new ArrayList<>();
    mount.opened().forEach((tag, file) -> caches.add(cache(tag, file, workspace.chunks())));
    session.output().print(page -> CacheRender.text(caches, session.output().style(), page.out()));
  }

  private static CacheRender.FileCache cache(FileTag tag, ChunkFile file, ChunkStore store) {
    return new CacheRender.FileCache(
        tag,
        file.cacheUse(),
        file.cacheHits(),
        file.isPending() ? Optional.empty() : Optional.of(Coherence.examine(file, store)));
  }

  private static void check(Session session, List<String> words) throws IOException, SQLException {
    Level level = words.isEmpty() ? Level.FULL : level(words.getFirst());
    Workspace workspace = session.workspace();
    sayIfPending(session);
    StopSignal stop = new StopSignal();
    List<DatabaseReport> reports = new ArrayList<>();
    session
        .console()
        .interruptibly(
            () -> stop.stop("interrupted"),
            () ->
                reports.add(
                    DatabaseCheck.of(
                        workspace.database(),
                        workspace.chunks(),
                        workspace.checksums(),
                        level,
                        stop)));
    CheckReport report =
        CheckReport.of(
            workspace.store().name(), session.databases().size(), reports, Severity.WARN);
    session.output().print(page -> CheckRender.text(report, session.output().style(), page.out()));
    if (workspace.isSandbox()) {
      session.say("note: this is the sandbox; the commands above are for the store itself");
    }
    reports
        .getFirst()
        .unfinished()
        .ifPresent(why -> session.say("the check was not ended: " + why));
  }

  private static Level level(String word) {
    for (Level level : Level.values()) {
      if (level.toString().equals(word)) {
        return level;
      }
    }
    throw new Refusal(".check takes quick or full, not " + word);
  }
}
