package dev.kvsql.cli;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.cli.option.ChunkSelection;
import dev.kvsql.format.PageSummary;
import dev.kvsql.inspect.PagesOfChunks;
import dev.kvsql.render.ChunkRender;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql dump}. */
@Command(
    name = "dump",
    header = "Prints chunks as they are stored.",
    description = {
      "Prints chunks as they are stored, orphans as well: as hex with the pages that they hold, as raw"
          + " bytes, or as a KV dump. Without chunks and file, jsonl dumps every key of the database.",
    },
    exitCodeList = {
      ExitText.DONE,
      ExitText.FAILED,
      ExitText.USAGE,
      ExitText.MISSING,
      ExitText.LOCKED,
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql dump app.kv 0",
      "  kvsql dump app.kv 3-9 --file journal",
      "  kvsql dump app.kv --format jsonl -o app.jsonl"
    })
final class DumpCommand implements Callable<Integer> {
  @Mixin private final StoreTarget target;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CHUNKS",
      converter = ChunkSelection.Converter.class,
      description = "Chunk indexes: 0, 3-9 or 0,5,7- (default: all).")
  private @Nullable ChunkSelection chunks;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The file: ${COMPLETION-CANDIDATES} (default: main).")
  private @Nullable FileTag file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "hex",
      description = "As ${COMPLETION-CANDIDATES} (default: hex).")
  private Format format;

  @Option(names = "--limit", paramLabel = "N", description = "Print at most N chunks.")
  private @Nullable Long limit;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write into a file, which must not exist.")
  private @Nullable Path output;

  @Spec private CommandSpec spec;

  /** How chunks are printed; the names are what people type. */
  enum Format {
    hex,
    raw,
    jsonl
  }

  DumpCommand(Globals globals) {
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() throws IOException {
    if (limit != null && limit < 0) {
      throw new UsageException("--limit is a number of chunks, not " + limit);
    }
    if (format == Format.raw && output == null && Globals.isTerminal()) {
      throw new UsageException("raw bytes do not belong on a terminal: use -o FILE or a pipe");
    }
    try (Store store = target.open(Access.READ)) {
      ChunkStore database = target.database(store).chunks();
      if (output == null) {
        PrintWriter out = spec.commandLine().getOut();
        dump(database, out, format == Format.hex ? OutputStream.nullOutputStream() : binary(out));
      } else {
        NewFile.write(
            output,
            out -> dump(database, new PrintWriter(out, false, StandardCharsets.UTF_8), out));
      }
    }
    return ExitCode.CLEAN;
  }

  /** Commands print through picocli's writer; bytes need the stream behind it. */
  private static OutputStream binary(PrintWriter out) {
    out.flush();
    return new BufferedOutputStream(System.out);
  }

  private void dump(ChunkStore database, PrintWriter text, OutputStream bytes) throws IOException {
    switch (format) {
      case hex -> hex(database, text);
      case raw -> {
        for (Iterator<Entry> entries = selected(database); entries.hasNext(); ) {
          bytes.write(entries.next().value());
        }
      }
      case jsonl -> KvDump.write(selected(database), bytes);
    }
    text.flush();
    bytes.flush();
  }

  private FileTag tag() {
    return file == null ? FileTag.MAIN : file;
  }

  private Iterator<Entry> selected(ChunkStore database) {
    if (format == Format.jsonl && chunks == null && file == null) {
      return new LimitedEntries(List.of(database.scan(KeyRange.ALL)).iterator(), limit);
    }
    ChunkSelection selection = chunks == null ? ChunkSelection.all() : chunks;
    return new LimitedEntries(
        selection.ranges().stream()
            .map(range -> database.scan(StoreKey.chunks(tag(), range.first(), range.end())))
            .iterator(),
        limit);
  }

  private void hex(ChunkStore database, PrintWriter out) {
    long size = FileMeta.sizeIn(database, tag()).orElse(0);
    Optional<PagesOfChunks> main =
        tag() == FileTag.MAIN ? PagesOfChunks.of(database) : Optional.empty();
    for (Iterator<Entry> entries = selected(database); entries.hasNext(); ) {
      Entry entry = entries.next();
      if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(FileTag owner, long index)) {
        List<PageSummary> pages = main.map(file -> file.beginningIn(index)).orElse(List.of());
        ChunkRender.hex(owner, index, entry.value(), size, pages, out);
      }
    }
    out.flush();
  }
}
