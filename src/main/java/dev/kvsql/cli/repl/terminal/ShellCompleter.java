package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Completions;
import dev.kvsql.cli.repl.Session;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Shows the editor what words there are. */
final class ShellCompleter implements Completer {
  private final Completions completions;

  ShellCompleter(Session session) {
    completions = new Completions(session);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    for (Completions.Word word : completions.of(line.line(), line.cursor())) {
      candidates.add(
          new Candidate(
              word.text(), word.text(), null, null, null, null, word.ending().isWordEnd()));
    }
  }
}
