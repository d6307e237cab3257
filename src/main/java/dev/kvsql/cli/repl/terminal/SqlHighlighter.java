package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Brackets;
import dev.kvsql.cli.repl.SqlKeywords;
import dev.kvsql.cli.repl.SqlToken;
import dev.kvsql.render.Style;
import java.util.Map;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Colours SQL as it is typed; the bracket before the cursor and its other half stand out, and one
 * that closes nothing is red.
 */
final class SqlHighlighter implements Highlighter {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle KEYWORD = PLAIN.bold().foreground(AttributedStyle.BLUE);
  private static final AttributedStyle TEXT = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle NUMBER = PLAIN.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle COMMENT = PLAIN.faint();
  private static final AttributedStyle PARAMETER = PLAIN.foreground(AttributedStyle.MAGENTA);
  private static final AttributedStyle COMMAND = PLAIN.bold();

  private final Style style;

  SqlHighlighter(Style style) {
    this.style = style;
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    return switch (style) {
      case PLAIN -> new AttributedString(buffer);
      case ANSI -> coloured(buffer, reader.getBuffer().cursor());
    };
  }

  static AttributedString coloured(String buffer, int cursor) {
    AttributedStringBuilder text = new AttributedStringBuilder();
    if (buffer.startsWith(".")) {
      int end = buffer.indexOf(' ') < 0 ? buffer.length() : buffer.indexOf(' ');
      return text.styled(COMMAND, buffer.substring(0, end))
          .append(buffer.substring(end))
          .toAttributedString();
    }
    Map<Integer, Brackets.Mark> marks = Brackets.marks(buffer, cursor);
    int at = 0;
    for (SqlToken token : SqlToken.of(buffer)) {
      text.append(buffer.substring(at, token.start()));
      text.styled(style(token, buffer, marks), token.in(buffer));
      at = token.end();
    }
    return text.append(buffer.substring(at)).toAttributedString();
  }

  private static AttributedStyle style(
      SqlToken token, String buffer, Map<Integer, Brackets.Mark> marks) {
    return switch (token.kind()) {
      case WORD -> SqlKeywords.contains(token.in(buffer)) ? KEYWORD : PLAIN;
      case NAME -> PLAIN;
      case STRING -> TEXT;
      case NUMBER -> NUMBER;
      case COMMENT -> COMMENT;
      case PARAMETER -> PARAMETER;
      case SYMBOL ->
          switch (marks.get(token.start())) {
            case null -> PLAIN;
            case MATCHED -> PLAIN.inverse();
            case UNMATCHED -> PLAIN.foreground(AttributedStyle.RED);
          };
    };
  }
}
