package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Console.InputDropped;
import dev.kvsql.cli.repl.Prompt;
import dev.kvsql.cli.repl.Session;
import dev.kvsql.cli.repl.UserFiles;
import dev.kvsql.render.Style;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** A terminal whose lines are edited here. */
final class EditedInput implements LineInput {
  private final LineReader reader;
  private final LineReader questions;
  private final Terminal terminal;
  private final HistoryFile history;
  private final Style style;

  EditedInput(Terminal terminal, Session session, Style style) {
    this.terminal = terminal;
    this.style = style;
    history = new HistoryFile(UserFiles.history());
    reader =
        history.in(
            LineReaderBuilder.builder()
                .appName("kvsql")
                .terminal(terminal)
                .parser(new SqlLineParser())
                .completer(new ShellCompleter(session))
                .highlighter(new SqlHighlighter(style))
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.CASE_INSENSITIVE, true)
                .option(Option.INSERT_TAB, false)
                .option(Option.EMPTY_WORD_OPTIONS, false)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P %M> ")
                .variable(LineReader.INDENTATION, 0));
    questions =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .variable(LineReader.DISABLE_HISTORY, true)
            .build();
  }

  @Override
  public Optional<String> read(Prompt prompt) throws InputDropped {
    try {
      return Optional.of(reader.readLine(style.bold(prompt.text())));
    } catch (UserInterruptException e) {
      throw new InputDropped();
    } catch (EndOfFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean agrees(String question) {
    try {
      return questions.readLine(question).strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (UserInterruptException | EndOfFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    history.close();
    terminal.flush();
  }
}
