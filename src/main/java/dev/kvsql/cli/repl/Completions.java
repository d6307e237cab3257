package dev.kvsql.cli.repl;

import dev.kvsql.check.Level;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.render.RowMode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The words that may stand where the cursor is: from the dot commands, files, and the schema. */
public final class Completions {
  private final Session session;

  public Completions(Session session) {
    this.session = session;
  }

  /** What follows a word. */
  public enum Ending {
    /** A blank. */
    WORD,
    /** More of the same word, as behind a directory. */
    OPEN;

    public boolean isWordEnd() {
      return this == WORD;
    }
  }

  /** A word that may stand there. */
  public record Word(String text, Ending ending) {}

  /** Where the word begins that a text ends with; a path and a dot command are one word. */
  public static int wordStart(String before) {
    boolean dot = before.startsWith(".");
    int at = before.length();
    while (at > 0 && isPart(before.charAt(at - 1), dot)) {
      at--;
    }
    return at;
  }

  private static boolean isPart(char c, boolean dotCommand) {
    return dotCommand ? !Character.isWhitespace(c) : SqlToken.isWordPart(c);
  }

  /** All words; whoever asks keeps those that begin like the word before the cursor. */
  public List<Word> of(String text, int cursor) {
    String before = text.substring(0, Math.min(cursor, text.length()));
    if (before.startsWith(".")) {
      return command(before);
    }
    try {
      return session
          .schema()
          .map(schema -> sql(schema, text, before))
          .orElseGet(() -> keywords(before));
    } catch (SQLException | StoreException e) {
      // Without a schema there are keywords still.
      return keywords(before);
    }
  }

  private static List<Word> sql(Schema schema, String text, String before) {
    try {
      return new SqlCompletions(schema, text, before).words();
    } catch (SQLException e) {
      return keywords(before);
    }
  }

  private static List<Word> keywords(String before) {
    return words(SqlCompletions.keywords(before.substring(wordStart(before))));
  }

  static List<Word> words(List<String> texts) {
    return texts.stream().map(text -> new Word(text, Ending.WORD)).toList();
  }

  private List<Word> command(String before) {
    int start = wordStart(before);
    List<String> earlier = Words.of(before.substring(0, start));
    if (earlier.isEmpty()) {
      return words(session.commands().list().stream().map(DotCommand::name).toList());
    }
    Optional<DotCommand> command = session.commands().named(earlier.getFirst());
    int index = earlier.size() - 1;
    return command
        .filter(found -> index < found.operands().size())
        .map(found -> operand(found.operands().get(index), before.substring(start)))
        .orElse(List.of());
  }

  private List<Word> operand(Operand operand, String begun) {
    return switch (operand) {
      case TABLE -> tables();
      case PATH -> files(begun);
      case DATABASE -> words(session.databases());
      case COMMAND -> words(session.commands().list().stream().map(DotCommand::name).toList());
      case SWITCH -> words(List.of("on", "off"));
      case MODE -> words(Arrays.stream(RowMode.values()).map(RowMode::toString).toList());
      case FILE -> words(Arrays.stream(FileTag.values()).map(FileTag::label).toList());
      case LEVEL -> words(Arrays.stream(Level.values()).map(Level::toString).toList());
      case SANDBOX -> words(List.of("on", "keep", "discard"));
      case WIDTH -> words(List.of("auto", "off"));
      case APPLY -> words(List.of("--apply"));
      case VALUE -> List.of();
    };
  }

  private List<Word> tables() {
    try {
      Optional<Schema> schema = session.schema();
      return schema.isPresent() ? words(schema.get().tables()) : List.of();
    } catch (SQLException e) {
      return List.of();
    }
  }

  private static List<Word> files(String begun) {
    String directory = begun.substring(0, begun.lastIndexOf('/') + 1);
    List<Word> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of(directory.isEmpty() ? "." : directory))) {
      for (Path file : files) {
        String text = directory + file.getFileName();
        found.add(
            Files.isDirectory(file)
                ? new Word(text + "/", Ending.OPEN)
                : new Word(text, Ending.WORD));
      }
    } catch (IOException | InvalidPathException e) {
      // Nothing to choose from.
      return List.of();
    }
    return found;
  }
}
