package dev.kvsql.render.html;

import dev.kvsql.inspect.ChunkKind;
import dev.kvsql.inspect.FoldedMap;
import dev.kvsql.inspect.TableSpace;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.ChunkSymbol;
import dev.kvsql.render.TablesRender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One cell of a map.
 *
 * @param anchor its id in the page
 * @param style class of the style sheet
 * @param title what it stands for
 * @param finding id of the worst finding about it
 * @param afterGap whether there are no chunks right before it
 */
record CellView(
    String anchor,
    String style,
    String title,
    Optional<String> finding,
    boolean afterGap,
    long firstChunk,
    long endChunk) {
  private static final int MOST_OWNERS = 3;

  /** A name of 300 characters would fill the page. */
  private static final int MOST_NAME = 80;

  /**
   * A cell.
   *
   * @param findings about it, worst first
   */
  static CellView of(
      String prefix, FoldedMap.Cell cell, boolean afterGap, List<FindingView> findings) {
    return new CellView(
        prefix + cell.firstChunk(),
        LegendRow.styleOf(cell.kind()),
        title(cell, findings),
        findings.stream().map(FindingView::anchor).findFirst(),
        afterGap,
        cell.firstChunk(),
        cell.endChunk());
  }

  private static String title(FoldedMap.Cell cell, List<FindingView> findings) {
    long count = cell.endChunk() - cell.firstChunk();
    List<String> parts = new ArrayList<>();
    parts.add((count == 1 ? "chunk " : "chunks ") + Amounts.range(cell.firstChunk(), count));
    parts.add(Amounts.bytes(cell.bytes()));
    parts.add(kinds(cell.kinds()));
    if (!cell.owners().isEmpty()) {
      parts.add(owners(cell));
    }
    if (!findings.isEmpty()) {
      parts.add(
          findings.stream().map(FindingView::id).distinct().collect(Collectors.joining(", ")));
    }
    return String.join(" · ", parts);
  }

  private static String kinds(Map<ChunkKind, Long> kinds) {
    if (kinds.size() == 1) {
      return ChunkSymbol.of(kinds.keySet().iterator().next()).words();
    }
    return mostFirst(kinds).stream()
        .map(kind ->
            Amounts.number(kinds.getOrDefault(kind, 0L)) + " " + ChunkSymbol.of(kind).words())
        .collect(Collectors.joining(" + "));
  }

  private static String owners(FoldedMap.Cell cell) {
    List<TableSpace> owners = mostFirst(cell.owners());
    String names =
        owners.stream()
            .limit(MOST_OWNERS)
            .map(owner -> clipped(TablesRender.name(owner), MOST_NAME))
            .collect(Collectors.joining(", "));
    int more = owners.size() - MOST_OWNERS;
    if (more > 0) {
      return names + " and " + Amounts.count(more, "other");
    }
    return cell.shared() ? names + " and others" : names;
  }

  private static <T> List<T> mostFirst(Map<T, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<T, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(entry -> String.valueOf(entry.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A text that is at most so many characters long. */
  static String clipped(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
