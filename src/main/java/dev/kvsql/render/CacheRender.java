package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.CacheHits;
import dev.kvsql.file.CacheUse;
import dev.kvsql.file.Incoherence;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The read caches of a mounted database. */
public final class CacheRender {
  private CacheRender() {}

  /**
   * A read cache at one moment.
   *
   * @param incoherences in what it disagrees with the store; nothing while the file has changes
   *     that the store has not, so that they cannot be compared
   */
  public record FileCache(
      FileTag file, CacheUse use, CacheHits hits, Optional<List<Incoherence>> incoherences) {}

  /** A line for each file, and one for each disagreement. */
  public static void text(List<FileCache> caches, Style style, PrintWriter out) {
    Grid grid =
        new Grid("file", ">chunks", ">bytes", ">capacity", ">hits", ">misses", ">rate", "coherent");
    for (FileCache cache : caches) {
      grid.row(
          cache.file().label(),
          Amounts.number(cache.use().chunks()),
          Amounts.number(cache.use().bytes()),
          Amounts.number(cache.use().capacityBytes()),
          Amounts.number(cache.hits().hits()),
          Amounts.number(cache.hits().misses()),
          String.format(Locale.ROOT, "%.1f%%", 100 * cache.hits().rate()),
          verdict(cache, style));
    }
    grid.print("", out);
    for (FileCache cache : caches) {
      cache
          .incoherences()
          .orElse(List.of())
          .forEach(found -> out.println("  " + style.bad(IncoherenceText.of(found))));
    }
    out.flush();
  }

  private static String verdict(FileCache cache, Style style) {
    return cache
        .incoherences()
        .map(found -> found.isEmpty() ? style.good("yes") : style.bad("NO"))
        .orElse("not compared: changes are not committed yet");
  }
}
