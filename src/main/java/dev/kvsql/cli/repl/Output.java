package dev.kvsql.cli.repl;

import dev.kvsql.cli.repl.Console.Page;
import dev.kvsql.render.Escaping;
import dev.kvsql.render.RowOptions;
import dev.kvsql.render.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where results go: the console, or a file, for one result or until further notice. */
final class Output implements AutoCloseable {
  private final Console console;
  private final Settings settings;
  private @Nullable PrintWriter file;
  private boolean once;

  Output(Console console, Settings settings) {
    this.console = console;
    this.settings = settings;
  }

  /** Something that prints. */
  interface Printing {
    void print(Page page) throws SQLException, IOException;
  }

  /** Has one result printed. */
  void print(Printing printing) throws SQLException, IOException {
    try (Page page = page()) {
      printing.print(page);
    } finally {
      if (once) {
        toConsole();
      }
    }
  }

  private Page page() throws IOException {
    PrintWriter open = file;
    return open == null
        ? console.page(settings.pager.isOn() ? Console.Paging.ON : Console.Paging.OFF)
        : new FilePage(open);
  }

  /**
   * From here on results go to a new file.
   *
   * @throws IOException when there is one of that name, or none can be made
   */
  void toFile(Path path, boolean forOneResult) throws IOException {
    PrintWriter opened =
        new PrintWriter(
            Files.newBufferedWriter(path, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW));
    toConsole();
    file = opened;
    once = forOneResult;
  }

  /** From here on results go to the console. */
  void toConsole() throws IOException {
    PrintWriter open = file;
    file = null;
    once = false;
    if (open != null) {
      open.close();
      if (open.checkError()) {
        throw new IOException("not all of the output could be written to its file");
      }
    }
  }

  /** Colours are for the console. */
  Style style() {
    return file == null ? console.style() : Style.PLAIN;
  }

  /** How rows are printed where results go. */
  RowOptions rowOptions() {
    boolean screen = file == null && console.isTyped();
    return new RowOptions(
        settings.nullText,
        screen ? Escaping.CONTROL : Escaping.NONE,
        settings.header,
        settings.width.orElse(file == null ? console.columns() : 0),
        style());
  }

  @Override
  public void close() throws IOException {
    toConsole();
  }

  private record FilePage(PrintWriter out) implements Page {
    @Override
    public boolean isWanted() {
      return true;
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
