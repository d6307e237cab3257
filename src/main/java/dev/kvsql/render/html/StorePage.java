package dev.kvsql.render.html;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.inspect.StoreInspection;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;

/** A store as one page for a browser: it loads nothing, and shows nothing unescaped. */
public final class StorePage {
  private StorePage() {}

  /**
   * Writes the page.
   *
   * @param inspection with the owners of the pages
   * @param report of a check of the same databases
   * @param level of that check
   * @param made when the store was looked at
   * @throws IOException when {@code out} does
   */
  @SuppressWarnings("NullAway") // jte takes null for no interceptor
  public static void write(
      StoreInspection inspection, CheckReport report, Level level, Instant made, Writer out)
      throws IOException {
    PageView page = PageView.of(inspection, report, level, made);
    JtestoreGenerated.render(new OwaspHtmlTemplateOutput(new WriterOutput(out)), null, page);
    out.flush();
  }
}
