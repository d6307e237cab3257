package dev.kvsql.explore;

import dev.kvsql.explore.policy.Policy;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@linkplain ReplayFile replay files}. */
public final class ReplayParser {
  /** A longer line is no replay file's. */
  private static final int MAX_LINE = 1000;

  private static final int MAX_OPERATION = 1_000_000;

  private final BufferedReader in;
  private final List<Move> moves = new ArrayList<>();
  private Start start = Start.EMPTY;
  private @Nullable Policy policy;
  private int lineNumber;

  private ReplayParser(BufferedReader in) {
    this.in = in;
  }

  /** Something that is no replay file; the message says where, and what was expected. */
  public static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    private MalformedException(int lineNumber, String problem) {
      super("line " + lineNumber + ": " + problem);
    }
  }

  /**
   * Reads a file to its end.
   *
   * @throws MalformedException when it is something else, or of another version
   */
  public static ReplayFile read(BufferedReader in) throws IOException {
    return new ReplayParser(in).read();
  }

  private ReplayFile read() throws IOException {
    readHead();
    for (String[] words = next(); words != null; words = next()) {
      readLine(words);
    }
    Policy named = policy;
    if (named == null) {
      throw malformed("expected a line 'policy NAME' before the steps");
    }
    return new ReplayFile(named, start, moves);
  }

  private void readHead() throws IOException {
    String[] head = next();
    if (head == null || head.length != 2 || !head[0].equals(ReplayFile.MAGIC)) {
      throw malformed(
          "expected '" + ReplayFile.MAGIC + " " + ReplayFile.VERSION + "', as replay files begin");
    }
    if (!head[1].equals(ReplayFile.VERSION)) {
      throw malformed(
          "a replay file of version "
              + head[1]
              + "; this kvsql knows version "
              + ReplayFile.VERSION);
    }
  }

  /** The words of the next line that has any; null at the end. */
  private String @Nullable [] next() throws IOException {
    for (String line = nextLine(); line != null; line = nextLine()) {
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!text.isEmpty()) {
        return text.split("\\s+");
      }
    }
    return null;
  }

  private @Nullable String nextLine() throws IOException {
    lineNumber++;
    StringBuilder line = new StringBuilder();
    int read = in.read();
    if (read < 0) {
      return null;
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      if (line.length() == MAX_LINE) {
        throw malformed("expected lines of at most " + MAX_LINE + " characters");
      }
      line.append((char) read);
    }
    return line.toString();
  }

  private void readLine(String[] words) throws MalformedException {
    switch (words[0]) {
      case "policy" -> policy = header(words, Policy.values(), Policy::label);
      case "start" -> start = header(words, Start.values(), ReplayFile::name);
      default -> {
        if (moves.size() == ReplayFile.MAX_STEPS) {
          throw malformed("expected at most " + ReplayFile.MAX_STEPS + " steps");
        }
        moves.add(move(words));
      }
    }
  }

  private interface Naming<T> {
    String name(T value);
  }

  private <T> T header(String[] words, T[] values, Naming<T> naming) throws MalformedException {
    if (!moves.isEmpty() || words.length != 2) {
      throw malformed("expected '" + words[0] + " NAME' before the steps");
    }
    return Stream.of(values)
        .filter(value -> naming.name(value).equals(words[1]))
        .findFirst()
        .orElseThrow(() ->
            malformed(
                "expected a "
                    + words[0]
                    + ", one of "
                    + Stream.of(values).map(naming::name).collect(Collectors.joining(", "))));
  }

  private Move move(String[] words) throws MalformedException {
    int length = words.length;
    if (length > 2 && (words[length - 2].equals("fail") || words[length - 2].equals("die"))) {
      int operation = (int) number(words[length - 1], 1, MAX_OPERATION);
      Step step = step(Arrays.copyOf(words, length - 2));
      return new Move(
          step,
          words[length - 2].equals("fail")
              ? new Fault.Fails(operation)
              : new Fault.Crashes(operation));
    }
    return Move.of(step(words));
  }

  private Step step(String[] words) throws MalformedException {
    return switch (words[0] + " " + (words.length - 1)) {
      case "write 2" -> write(words[1], words[2]);
      case "read 2" -> read(words[1], words[2]);
      case "truncate 1" -> new Step.Truncate(number(words[1], 0, ReplayFile.MAX_BYTES));
      case "sync 0" -> new Step.Sync();
      case "begin 0" -> new Step.Begin();
      case "commit 0" -> new Step.Commit();
      case "rollback 0" -> new Step.RollBack();
      case "evict 0" -> new Step.Evict();
      case "reopen 0" -> new Step.Reopen();
      case "crash 0" -> new Step.Crash();
      case "power-cut 0" -> new Step.PowerCut();
      default ->
          throw malformed(
              "expected one of: write OFFSET LENGTH, read OFFSET LENGTH, truncate SIZE, sync,"
                  + " begin, commit, rollback, evict, reopen, crash, power-cut; then, if an"
                  + " operation goes wrong, fail N or die N");
    };
  }

  private Step write(String offset, String length) throws MalformedException {
    long from = number(offset, 0, ReplayFile.MAX_BYTES - 1);
    return new Step.Write(from, (int) number(length, 1, ReplayFile.MAX_BYTES - from));
  }

  private Step read(String offset, String length) throws MalformedException {
    long from = number(offset, 0, ReplayFile.MAX_BYTES - 1);
    return new Step.Read(from, (int) number(length, 1, ReplayFile.MAX_BYTES - from));
  }

  private long number(String word, long least, long most) throws MalformedException {
    if (word.matches("\\d{1,10}")) {
      long value = Long.parseLong(word);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw malformed("expected a number within " + least + ".." + most);
  }

  private MalformedException malformed(String problem) {
    return new MalformedException(lineNumber, problem);
  }
}
