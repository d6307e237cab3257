package dev.kvsql.render.html;

import dev.kvsql.inspect.ChunkKind;
import dev.kvsql.inspect.FoldedMap;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.ChunkSymbol;
import dev.kvsql.render.TablesRender;
import java.util.Locale;

/** How much of a file is of one kind. */
record LegendRow(String style, String words, String chunks, String bytes, String share) {
  static LegendRow of(ChunkKind kind, FoldedMap.Total total, long allChunks) {
    return new LegendRow(
        styleOf(kind),
        ChunkSymbol.of(kind).words(),
        Amounts.number(total.chunks()),
        Amounts.number(total.bytes()),
        TablesRender.percent((double) total.chunks() / allChunks));
  }

  /** The class of the style sheet for a kind. */
  static String styleOf(ChunkKind kind) {
    return "k-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
