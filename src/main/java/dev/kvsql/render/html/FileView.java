package dev.kvsql.render.html;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.ChunkCondition;
import dev.kvsql.inspect.ChunkKind;
import dev.kvsql.inspect.ChunkMap;
import dev.kvsql.inspect.FileSurvey;
import dev.kvsql.inspect.FoldedMap;
import dev.kvsql.render.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file: how large it is, and its map.
 *
 * @param anchor its id in the page
 * @param size in bytes, or that it is not known
 * @param scale how many chunks a cell stands for
 * @param density which of three sizes its cells have
 * @param past cells with what lies past its end
 * @param pastScale how many chunks a cell of those stands for
 */
record FileView(
    FileTag file,
    String anchor,
    String label,
    String size,
    String chunks,
    String present,
    String missing,
    String shortened,
    String orphan,
    String stored,
    String scale,
    String density,
    List<CellView> cells,
    List<CellView> past,
    String pastScale,
    List<LegendRow> legend) {
  private static final int LARGE_CELLS = 320;
  private static final int MEDIUM_CELLS = 1000;
  private static final int MOST_CELLS_PAST_END = 256;

  FileView {
    cells = List.copyOf(cells);
    past = List.copyOf(past);
    legend = List.copyOf(legend);
  }

  static FileView of(String anchor, ChunkMap map, List<FindingView> findings, int mostCells) {
    FileSurvey file = map.file();
    FoldedMap folded = FoldedMap.of(map, mostCells, Math.min(mostCells, MOST_CELLS_PAST_END));
    int cells = folded.within().cells().size();
    return new FileView(
        file.file(),
        anchor,
        file.file().label(),
        file.sizeBytes().isPresent() ? Amounts.number(file.sizeBytes().getAsLong()) : "not known",
        Amounts.number(file.expectedChunks()),
        Amounts.number(file.presentChunks()),
        Amounts.number(file.missingChunks()),
        Amounts.number(file.count(ChunkCondition.SHORT)),
        Amounts.number(file.count(ChunkCondition.ORPHAN)),
        Amounts.number(file.storedBytes()),
        scale(folded.within()),
        cells <= LARGE_CELLS ? "large" : cells <= MEDIUM_CELLS ? "medium" : "small",
        cells(anchor + "c", file.file(), folded.within(), findings),
        cells(anchor + "c", file.file(), folded.past(), findings),
        scale(folded.past()),
        legend(folded));
  }

  private static String scale(FoldedMap.Cells cells) {
    return cells.chunksPerCell() == 1
        ? "One cell is one chunk of 4,096 bytes."
        : "One cell is "
            + Amounts.number(cells.chunksPerCell())
            + " chunks; it shows the worst damage among them, or what most of them are.";
  }

  private static List<CellView> cells(
      String anchor, FileTag file, FoldedMap.Cells cells, List<FindingView> findings) {
    List<CellView> views = new ArrayList<>();
    long end = cells.cells().isEmpty() ? 0 : cells.cells().getFirst().firstChunk();
    for (FoldedMap.Cell cell : cells.cells()) {
      List<FindingView> touching =
          findings.stream()
              .filter(finding -> finding.touches(file, cell.firstChunk(), cell.endChunk()))
              .toList();
      views.add(CellView.of(anchor, cell, cell.firstChunk() != end, touching));
      end = cell.endChunk();
    }
    return views;
  }

  private static List<LegendRow> legend(FoldedMap folded) {
    List<LegendRow> rows = new ArrayList<>();
    long all = folded.totals().values().stream().mapToLong(FoldedMap.Total::chunks).sum();
    for (ChunkKind kind : ChunkKind.values()) {
      FoldedMap.Total total = folded.totals().getOrDefault(kind, FoldedMap.Total.NONE);
      if (total.chunks() > 0) {
        rows.add(LegendRow.of(kind, total, all));
      }
    }
    return rows;
  }

  /** The first cell that a finding is about, if there is one. */
  Optional<String> cellOf(FindingView finding) {
    return List.of(cells, past).stream()
        .flatMap(List::stream)
        .filter(cell -> finding.touches(file, cell.firstChunk(), cell.endChunk()))
        .map(CellView::anchor)
        .findFirst();
  }
}
