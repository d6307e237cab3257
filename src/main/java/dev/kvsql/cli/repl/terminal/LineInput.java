package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Console.InputDropped;
import dev.kvsql.cli.repl.Prompt;
import java.io.IOException;
import java.util.Optional;

/** How what is typed comes in. */
interface LineInput extends AutoCloseable {
  /** A dot command or statements, whole; nothing when Ctrl-D was pressed. */
  Optional<String> read(Prompt prompt) throws IOException, InputDropped;

  /** Asks a question; anything but a yes is a no. */
  boolean agrees(String question) throws IOException;

  @Override
  void close() throws IOException;
}
