package dev.kvsql.sqlite;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;

/**
 * Splits SQL that arrives in pieces, such as the lines of stdin, into statements.
 *
 * <p>A statement ends with a semicolon that is neither in a string, a quoted identifier or a
 * comment nor inside {@code CREATE [TEMP|TEMPORARY] TRIGGER}, which ends with {@code ; END ;}.
 * These are the rules of <a href="https://sqlite.org/c3ref/complete.html">sqlite3_complete()</a>,
 * whose token classes and states are used here; wrong SQL is split as SQLite's own shell would
 * split it. The one difference: a byte order mark before a token counts as white space, as it does
 * for SQLite's parser.
 *
 * <p>Each character is looked at once, however the text is cut into pieces. Not safe for use by
 * several threads.
 */
public final class StatementSplitter {

  /**
   * One statement, from its first token to its last: neither leading nor trailing white space and
   * comments, everything between them unchanged.
   *
   * @param number counts the statements of one splitter, from 1
   * @param line the line where the first token starts, from 1; only {@code \n} ends a line
   * @param text the statement with its final semicolon, if it has one
   */
  public record Statement(int number, int line, String text) {}

  private final Queue<Statement> complete = new ArrayDeque<>();

  /** The open statement from its first token on; empty while there is none. */
  private final StringBuilder text = new StringBuilder();

  private Lexeme lexeme = Lexeme.BLANK;
  private Progress progress = Progress.START;

  /** What ends the quoted token being read. */
  private char closingQuote;

  /** Where the word being read starts in {@link #text}. */
  private int wordStart;

  /** The length of {@link #text} up to the end of its last finished token. */
  private int tokensEnd;

  private int line = 1;
  private int firstLine = 1;
  private int number;

  /** Takes the next piece of text. A caller that reads lines passes their line ends, too. */
  public void feed(CharSequence piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      text.append(c);
      accept(c);
      if (progress == Progress.START && !lexeme.inToken()) {
        text.setLength(0);
      }
      if (c == '\n') {
        line++;
      }
    }
  }

  /** Removes and returns the first complete statement that was not returned yet. */
  public Optional<Statement> next() {
    return Optional.ofNullable(complete.poll());
  }

  /**
   * Removes and returns what stands after the last complete statement, without a semicolon, if that
   * holds any token: the last statement at the end of the input. Text fed later starts a new
   * statement.
   */
  public Optional<Statement> rest() {
    int end = lexeme.inToken() ? text.length() : tokensEnd;
    Optional<Statement> rest = end == 0 ? Optional.empty() : Optional.of(take(end));
    lexeme = Lexeme.BLANK;
    progress = Progress.START;
    return rest;
  }

  /** Whether the text so far ends between statements: not within one, nor in a block comment. */
  public boolean isBetweenStatements() {
    return progress == Progress.START && (lexeme == Lexeme.BLANK || lexeme == Lexeme.LINE_COMMENT);
  }

  /** Handles the character that {@link #text} now ends with. */
  private void accept(char c) {
    switch (lexeme) {
      case BLANK -> begin(c);
      case WORD -> {
        if (!isWordPart(c)) {
          finishBefore(wordAsToken(), c);
        }
      }
      case QUOTED -> {
        if (c == closingQuote) {
          finish(Token.OTHER, text.length());
        }
      }
      case DASH -> {
        if (c == '-') {
          lexeme = Lexeme.LINE_COMMENT;
        } else {
          finishBefore(Token.OTHER, c);
        }
      }
      case SLASH -> {
        if (c == '*') {
          lexeme = Lexeme.BLOCK_COMMENT;
        } else {
          finishBefore(Token.OTHER, c);
        }
      }
      case LINE_COMMENT -> lexeme = c == '\n' ? Lexeme.BLANK : Lexeme.LINE_COMMENT;
      case BLOCK_COMMENT -> lexeme = c == '*' ? Lexeme.BLOCK_COMMENT_STAR : Lexeme.BLOCK_COMMENT;
      case BLOCK_COMMENT_STAR ->
          lexeme =
              switch (c) {
                case '/' -> Lexeme.BLANK;
                case '*' -> Lexeme.BLOCK_COMMENT_STAR;
                default -> Lexeme.BLOCK_COMMENT;
              };
    }
  }

  /** Handles a character that stands outside of everything. */
  private void begin(char c) {
    if (progress == Progress.START) {
      firstLine = line;
    }
    switch (c) {
      case ' ', '\t', '\n', '\r', '\f', '\uFEFF' -> lexeme = Lexeme.BLANK;
      case ';' -> finish(Token.SEMICOLON, text.length());
      case '-' -> lexeme = Lexeme.DASH;
      case '/' -> lexeme = Lexeme.SLASH;
      case '\'', '"', '`' -> beginQuoted(c);
      case '[' -> beginQuoted(']');
      default -> {
        if (isWordPart(c)) {
          lexeme = Lexeme.WORD;
          wordStart = text.length() - 1;
        } else {
          finish(Token.OTHER, text.length());
        }
      }
    }
  }

  /**
   * A doubled quote inside needs no care: it ends one token and starts the next of the same kind.
   */
  private void beginQuoted(char closing) {
    lexeme = Lexeme.QUOTED;
    closingQuote = closing;
  }

  private void finishBefore(Token token, char next) {
    finish(token, text.length() - 1);
    begin(next);
  }

  private void finish(Token token, int end) {
    lexeme = Lexeme.BLANK;
    if (progress == Progress.START && token == Token.SEMICOLON) {
      return;
    }
    tokensEnd = end;
    progress = progress.after(token);
    if (progress == Progress.START) {
      complete.add(take(end));
    }
  }

  private Statement take(int end) {
    number++;
    Statement statement = new Statement(number, firstLine, text.substring(0, end));
    text.setLength(0);
    tokensEnd = 0;
    return statement;
  }

  private Token wordAsToken() {
    int end = text.length() - 1;
    return end - wordStart > Token.LONGEST_KEYWORD
        ? Token.OTHER
        : Token.ofWord(text.substring(wordStart, end));
  }

  /** What SQLite takes as part of a word: every character beyond ASCII is. */
  private static boolean isWordPart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }

  /** What the last character read is part of. */
  private enum Lexeme {
    /** White space, or right behind a token or comment. */
    BLANK,
    WORD,
    QUOTED,
    /** A minus, or the start of a comment. */
    DASH,
    /** A division, or the start of a comment. */
    SLASH,
    LINE_COMMENT,
    BLOCK_COMMENT,
    /** In a block comment, behind a star that may begin its end. */
    BLOCK_COMMENT_STAR;

    boolean inToken() {
      return switch (this) {
        case WORD, QUOTED, DASH, SLASH -> true;
        case BLANK, LINE_COMMENT, BLOCK_COMMENT, BLOCK_COMMENT_STAR -> false;
      };
    }
  }

  /** The tokens that decide where a statement ends. */
  private enum Token {
    SEMICOLON,
    EXPLAIN,
    CREATE,
    TEMP,
    TRIGGER,
    END,
    OTHER;

    static final int LONGEST_KEYWORD = "temporary".length();

    static Token ofWord(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "explain" -> EXPLAIN;
        case "create" -> CREATE;
        case "temp", "temporary" -> TEMP;
        case "trigger" -> TRIGGER;
        case "end" -> END;
        default -> OTHER;
      };
    }
  }

  /** How far the open statement has come. */
  private enum Progress {
    /** No token yet. */
    START,
    /** The next semicolon ends it. */
    NORMAL,
    /** Behind EXPLAIN, maybe with QUERY PLAN. */
    EXPLAIN,
    /** Behind CREATE, maybe with TEMP. */
    CREATE,
    TRIGGER,
    /** In a trigger, behind a semicolon. */
    TRIGGER_SEMICOLON,
    /** In a trigger, behind a semicolon and END. */
    TRIGGER_END;

    Progress after(Token token) {
      return switch (this) {
        case START ->
            switch (token) {
              case SEMICOLON -> START;
              case EXPLAIN -> EXPLAIN;
              case CREATE -> CREATE;
              case TEMP, TRIGGER, END, OTHER -> NORMAL;
            };
        case NORMAL -> token == Token.SEMICOLON ? START : NORMAL;
        case EXPLAIN ->
            switch (token) {
              case SEMICOLON -> START;
              case CREATE -> CREATE;
              case OTHER -> EXPLAIN;
              case EXPLAIN, TEMP, TRIGGER, END -> NORMAL;
            };
        case CREATE ->
            switch (token) {
              case SEMICOLON -> START;
              case TEMP -> CREATE;
              case TRIGGER -> TRIGGER;
              case EXPLAIN, CREATE, END, OTHER -> NORMAL;
            };
        case TRIGGER -> token == Token.SEMICOLON ? TRIGGER_SEMICOLON : TRIGGER;
        case TRIGGER_SEMICOLON ->
            switch (token) {
              case SEMICOLON -> TRIGGER_SEMICOLON;
              case END -> TRIGGER_END;
              case EXPLAIN, CREATE, TEMP, TRIGGER, OTHER -> TRIGGER;
            };
        case TRIGGER_END -> token == Token.SEMICOLON ? START : TRIGGER;
      };
    }
  }
}
