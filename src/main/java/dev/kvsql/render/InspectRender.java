package dev.kvsql.render;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderProblem;
import dev.kvsql.format.HeaderResult;
import dev.kvsql.format.PageCensus;
import dev.kvsql.format.PageKind;
import dev.kvsql.inspect.ChunkCondition;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.inspect.DatabaseSurvey;
import dev.kvsql.inspect.FileSurvey;
import dev.kvsql.inspect.StoreInspection;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Inspections as text and as JSON. */
public final class InspectRender {
  private static final String FORMAT = "kvsql/inspect/1";

  private InspectRender() {}

  /** An inspection for people. */
  public static void text(StoreInspection inspection, Style style, PrintWriter out) {
    title(inspection, style, out);
    inspection.databases().forEach(database -> database(database, style, out));
    out.flush();
  }

  /** The line that everything about a store begins with. */
  public static void title(StoreInspection inspection, Style style, PrintWriter out) {
    out.printf(
        "%s: %s%n",
        style.bold(Escapes.forTerminal(inspection.store())),
        Amounts.count(inspection.databases().size(), "database"));
  }

  /** An inspection as one document; with what each table takes where that was asked for. */
  public static void json(StoreInspection inspection, PrintWriter out) {
    Json.document(
        out,
        FORMAT,
        json -> {
          json.put("store", inspection.store());
          json.array("databases", inspection.databases(), database -> database(json, database));
        });
  }

  private static void database(DatabaseInspection database, Style style, PrintWriter out) {
    DatabaseSurvey survey = database.overview().survey();
    out.printf(
        "%n%s: %s, %s unknown, %s of other programs%n",
        style.bold(Escapes.forTerminal(database.name())),
        Amounts.count(survey.keys(), "key"),
        Amounts.number(survey.unknownKeys()),
        Amounts.number(survey.foreignKeys()));
    checksums(database.checksums(), out);
    files(survey.files(), out);
    database.overview().header().ifPresent(header -> header(header, out));
    database.census().ifPresent(census -> pages(census, out));
    space(database, out);
  }

  private static void checksums(Checksums checksums, PrintWriter out) {
    switch (checksums) {
      case NONE -> {}
      case CRC32C -> out.println("  checksums: CRC32C of every chunk");
    }
  }

  private static void files(List<FileSurvey> files, PrintWriter out) {
    if (files.isEmpty()) {
      out.println("  no file");
      return;
    }
    Grid grid =
        new Grid(
            "file",
            ">size",
            ">chunks",
            ">present",
            ">missing",
            ">short",
            ">orphan",
            ">stored bytes");
    for (FileSurvey file : files) {
      grid.row(
          file.file().label(),
          file.sizeBytes().isPresent() ? Amounts.number(file.sizeBytes().getAsLong()) : "unknown",
          Amounts.number(file.expectedChunks()),
          Amounts.number(file.presentChunks()),
          Amounts.number(file.missingChunks()),
          Amounts.number(file.count(ChunkCondition.SHORT)),
          Amounts.number(file.count(ChunkCondition.ORPHAN)),
          Amounts.number(file.storedBytes()));
    }
    grid.print("  ", out);
  }

  private static void header(HeaderResult header, PrintWriter out) {
    switch (header) {
      case HeaderResult.Valid(DatabaseHeader valid) ->
          out.printf(
              "  SQLite: %s of %s, %s, %s journal, change counter %s, %s, user_version %s%n",
              Amounts.count(valid.pageCount(), "page"),
              Amounts.bytes(valid.pageSize()),
              valid.encodingName(),
              journalMode(valid),
              Amounts.number(valid.changeCounter()),
              Amounts.count(valid.freelistPages(), "free page"),
              valid.userVersion());
      case HeaderResult.Invalid(List<HeaderProblem> problems) -> {
        HeaderProblem first = problems.getFirst();
        out.printf(
            "  SQLite: no valid header: %s at byte %d, expected %s, found %s%n",
            first.field(),
            first.offsetBytes(),
            Escapes.forTerminal(first.expected()),
            Escapes.forTerminal(first.found()));
      }
    }
  }

  private static void pages(PageCensus census, PrintWriter out) {
    List<String> parts = new ArrayList<>();
    counts(census)
        .forEach((kind, count) -> {
          if (count > 0) {
            parts.add(Amounts.number(count) + " " + words(kind));
          }
        });
    out.printf("  pages: %s%n", parts.isEmpty() ? "none" : String.join(", ", parts));
    if (!census.complete()) {
      out.printf(
          "  the walk met damage in %s: pages behind it are counted as other%n",
          Amounts.count(census.anomalyCount(), "place"));
    }
  }

  private static void space(DatabaseInspection database, PrintWriter out) {
    Space space = Space.of(database);
    out.printf(
        "  bytes: %s live, %s free, %s past the end of a file%n",
        Amounts.number(space.liveBytes()),
        Amounts.number(space.freeBytes()),
        Amounts.number(space.pastEndBytes()));
  }

  private static void database(Json json, DatabaseInspection database) {
    DatabaseSurvey survey = database.overview().survey();
    json.put("name", database.name());
    json.put("keys", survey.keys());
    json.put("unknownKeys", survey.unknownKeys());
    json.put("foreignKeys", survey.foreignKeys());
    json.put("checksums", database.checksums().name().toLowerCase(Locale.ROOT));
    json.array("files", survey.files(), file -> file(json, file));
    database
        .overview()
        .validHeader()
        .ifPresent(header -> json.object("sqlite", fields -> sqlite(fields, header)));
    database
        .census()
        .ifPresent(census -> json.object("pages", fields -> counts(census).forEach(fields::put)));
    Space space = Space.of(database);
    json.object(
        "bytes",
        fields -> {
          fields.put("live", space.liveBytes());
          fields.put("free", space.freeBytes());
          fields.put("pastEnd", space.pastEndBytes());
        });
    database.space().ifPresent(pages -> TablesRender.json(json, pages));
  }

  private static void file(Json json, FileSurvey file) {
    json.put("file", file.file().label());
    file.sizeBytes().ifPresent(size -> json.put("sizeBytes", size));
    json.put("storedBytes", file.storedBytes());
    json.object(
        "chunks",
        chunks -> {
          chunks.put("expected", file.expectedChunks());
          chunks.put("present", file.presentChunks());
          chunks.put("missing", file.missingChunks());
          chunks.put("short", file.count(ChunkCondition.SHORT));
          chunks.put("orphan", file.count(ChunkCondition.ORPHAN));
        });
  }

  private static void sqlite(Json json, DatabaseHeader header) {
    json.put("pageSize", header.pageSize());
    json.put("pageCount", header.pageCount());
    json.put("freelistPages", header.freelistPages());
    json.put("encoding", header.encodingName());
    json.put("journalMode", journalMode(header));
    json.put("changeCounter", header.changeCounter());
    json.put("userVersion", header.userVersion());
  }

  private static String journalMode(DatabaseHeader header) {
    return header.wal() ? "wal" : "rollback";
  }

  /** The census by the names of the JSON format; what is neither b-tree nor known is other. */
  private static Map<String, Long> counts(PageCensus census) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (PageKind kind : PageKind.values()) {
      String name =
          switch (kind) {
            case TABLE_LEAF -> "tableLeaf";
            case TABLE_INTERIOR -> "tableInterior";
            case INDEX_LEAF -> "indexLeaf";
            case INDEX_INTERIOR -> "indexInterior";
            case OVERFLOW -> "overflow";
            case FREELIST_TRUNK, FREELIST_LEAF -> "freelist";
            case POINTER_MAP, LOCK_BYTE, UNKNOWN, UNREACHED -> "other";
          };
      counts.merge(name, census.count(kind), Long::sum);
    }
    return counts;
  }

  private static String words(String kind) {
    return kind.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  /** What the stored bytes of a database are for. */
  private record Space(long liveBytes, long freeBytes, long pastEndBytes) {
    static Space of(DatabaseInspection database) {
      List<FileSurvey> files = database.overview().survey().files();
      long pastEnd = files.stream().mapToLong(FileSurvey::bytesPastEnd).sum();
      long stored = files.stream().mapToLong(FileSurvey::storedBytes).sum();
      long free =
          database
              .overview()
              .validHeader()
              .map(header -> header.freelistPages() * header.pageSize())
              .orElse(0L);
      free = Math.min(free, stored - pastEnd);
      return new Space(stored - pastEnd - free, free, pastEnd);
    }
  }
}
