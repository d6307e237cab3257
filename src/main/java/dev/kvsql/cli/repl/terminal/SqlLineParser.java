package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Completeness;
import dev.kvsql.cli.repl.Completions;
import java.util.List;
import java.util.Optional;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the editor when an input is whole, and which word the cursor is in. */
final class SqlLineParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    switch (context) {
      case ACCEPT_LINE, SECONDARY_PROMPT -> requireWhole(line);
      case UNSPECIFIED, SPLIT_LINE, COMPLETE -> {}
    }
    int at = Math.clamp(cursor, 0, line.length());
    return new Word(line, at, Completions.wordStart(line.substring(0, at)));
  }

  private static void requireWhole(String line) {
    Optional<String> missing = Completeness.missing(line);
    if (missing.isPresent()) {
      throw new EOFError(-1, -1, "not ended", missing.get());
    }
  }

  /** The word before the cursor, which is all that is completed. */
  private record Word(String line, int cursor, int start) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(start, cursor);
    }

    @Override
    public int wordCursor() {
      return cursor - start;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor - start;
    }

    @Override
    public int rawWordLength() {
      return cursor - start;
    }
  }
}
