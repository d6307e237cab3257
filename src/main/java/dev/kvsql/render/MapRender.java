package dev.kvsql.render;

import dev.kvsql.inspect.ChunkKind;
import dev.kvsql.inspect.ChunkMap;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.inspect.FileSurvey;
import dev.kvsql.inspect.FoldedMap;
import dev.kvsql.inspect.FoldedMap.Cell;
import dev.kvsql.inspect.StoreInspection;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The chunks of files as maps for a terminal: a cell a chunk, or a run of chunks. */
public final class MapRender {
  private static final int MOST_ROWS = 24;
  private static final int MOST_ROWS_PAST_END = 4;

  /** Row starts stand before the cells; chunk numbers have ten digits at most. */
  private static final int MARGIN = 16;

  /** Row starts are easier to count with when rows have a multiple of this. */
  private static final int CELL_GROUP = 8;

  private final int cellsPerRow;
  private final Style style;
  private final Glyphs glyphs;
  private final PrintWriter out;

  /**
   * Prints maps.
   *
   * @param columns width of the terminal
   */
  public MapRender(int columns, Style style, Glyphs glyphs, PrintWriter out) {
    cellsPerRow = Math.max(1, (columns - MARGIN) / CELL_GROUP) * CELL_GROUP;
    this.style = style;
    this.glyphs = glyphs;
    this.out = out;
  }

  /** Prints a map of every file of every database, each with its legend. */
  public void text(StoreInspection inspection) {
    for (DatabaseInspection database : inspection.databases()) {
      String name = style.bold(Escapes.forTerminal(database.name()));
      List<ChunkMap> maps = database.maps();
      if (maps.isEmpty()) {
        out.printf("%n%s: no file%n", name);
      }
      maps.forEach(map -> {
        out.printf("%n%s: %s file", name, map.file().file().label());
        file(map);
      });
    }
    out.flush();
  }

  private void file(ChunkMap map) {
    FileSurvey file = map.file();
    if (file.sizeBytes().isEmpty()) {
      out.printf(
          ", size not known, %s, %s%n",
          Amounts.count(file.chunks(), "chunk"), Amounts.bytes(file.storedBytes()));
      return;
    }
    FoldedMap folded = FoldedMap.of(map, cellsPerRow * MOST_ROWS, cellsPerRow * MOST_ROWS_PAST_END);
    out.printf(
        ", %s, %s%s%n",
        Amounts.count(file.expectedChunks(), "chunk"),
        Amounts.bytes(file.sizeBytes().getAsLong()),
        scale(folded.within()));
    int digits = digits(folded);
    rows(folded.within(), digits);
    if (!folded.past().cells().isEmpty()) {
      out.printf("  past its end: %s%s%n", range(folded.past().cells()), scale(folded.past()));
      rows(folded.past(), digits);
    }
    legend(folded);
  }

  private static String range(List<Cell> cells) {
    long first = cells.getFirst().firstChunk();
    long count = cells.getLast().endChunk() - first;
    return (count == 1 ? "chunk " : "chunks ") + Amounts.range(first, count);
  }

  private static String scale(FoldedMap.Cells cells) {
    long chunks = cells.chunksPerCell();
    return chunks == 1 ? "" : "; a cell is " + Amounts.number(chunks) + " chunks";
  }

  private static int digits(FoldedMap folded) {
    long last = folded.map().file().expectedChunks();
    for (Cell cell : folded.past().cells()) {
      last = Math.max(last, cell.firstChunk());
    }
    return Long.toString(last).length();
  }

  /** Cells in rows; a blank stands for cells in between that have no chunk. */
  private void rows(FoldedMap.Cells cells, int digits) {
    Row row = new Row(digits);
    long end = -1;
    for (Cell cell : cells.cells()) {
      boolean gap = !row.isEmpty() && cell.firstChunk() != end;
      if (row.cells + (gap ? 2 : 1) > cellsPerRow) {
        row.print();
        row = new Row(digits);
      } else if (gap) {
        row.gap();
      }
      row.add(cell);
      end = cell.endChunk();
    }
    row.print();
  }

  private void legend(FoldedMap folded) {
    List<ChunkKind> kinds =
        Arrays.stream(ChunkKind.values()).filter(folded.totals()::containsKey).toList();
    Grid grid = new Grid("", ">", ">");
    kinds.forEach(kind -> {
      FoldedMap.Total total = folded.totals().getOrDefault(kind, FoldedMap.Total.NONE);
      grid.row(
          ChunkSymbol.of(kind).words(),
          Amounts.count(total.chunks(), "chunk"),
          Amounts.bytes(total.bytes()));
    });
    Iterator<String> lines = grid.lines(" ").listIterator(1); // the titles are empty
    kinds.forEach(kind -> {
      ChunkSymbol symbol = ChunkSymbol.of(kind);
      out.println("  " + style.in(symbol.colour(), symbol.glyph(glyphs)) + lines.next());
    });
  }

  /** One row: neighbours of the same colour are coloured together. */
  private final class Row {
    private final int digits;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder alike = new StringBuilder();
    private String colour = "";
    private int cells;

    Row(int digits) {
      this.digits = digits;
    }

    boolean isEmpty() {
      return cells == 0;
    }

    void add(Cell cell) {
      if (isEmpty()) {
        line.append("  %%%dd  ".formatted(digits).formatted(cell.firstChunk()));
      }
      ChunkSymbol symbol = ChunkSymbol.of(cell.kind());
      if (!symbol.colour().equals(colour)) {
        flush();
        colour = symbol.colour();
      }
      alike.append(symbol.glyph(glyphs));
      cells++;
    }

    void gap() {
      flush();
      line.append(' ');
      cells++;
    }

    void print() {
      flush();
      if (!isEmpty()) {
        out.println(line);
      }
    }

    private void flush() {
      if (!alike.isEmpty()) {
        line.append(style.in(colour, alike.toString()));
        alike.setLength(0);
      }
    }
  }
}
