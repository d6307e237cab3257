package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Completeness;
import dev.kvsql.cli.repl.Prompt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jline.terminal.Terminal;

/** A terminal that cannot move its cursor: the kernel edits the line. */
final class PlainInput implements LineInput {
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  PlainInput(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Optional<String> read(Prompt prompt) throws IOException {
    StringBuilder text = new StringBuilder();
    // The kernel drops the line; what came before it is dropped here.
    Runnable takeBack = interrupts.on(() -> dropped(text, prompt));
    try {
      show(prompt.text());
      while (true) {
        String line = in.readLine();
        synchronized (text) {
          if (line == null) {
            show("\n");
            return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
          }
          text.append(line);
          if (Completeness.isComplete(text.toString())) {
            return Optional.of(text.toString());
          }
          text.append('\n');
          show(prompt.continuation());
        }
      }
    } finally {
      takeBack.run();
    }
  }

  private void dropped(StringBuilder text, Prompt prompt) {
    synchronized (text) {
      text.setLength(0);
      show("\n" + prompt.text());
    }
  }

  private void show(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  @Override
  public boolean agrees(String question) throws IOException {
    show(question);
    String answer = in.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** Standard input stays open. */
  @Override
  public void close() {}
}
