package dev.kvsql.man;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a help as mdoc: a line a sentence, options, arguments and values marked up as such.
 *
 * @param arguments names of arguments, such as {@code STORE}
 * @param values words that are typed as they are, such as {@code quick}
 */
record Prose(Set<String> arguments, Set<String> values) {
  private static final int WIDTH = 78;
  private static final Pattern WORD = Pattern.compile("([(\\[']*)(.*?)([)\\]'.,:;?!]*)");
  private static final Pattern OPTION = Pattern.compile("-[A-Za-z]|--[a-z][a-z-]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Z]+_[A-Z_]+");

  /** The lines of a paragraph. */
  List<String> lines(String paragraph) {
    Lines lines = new Lines();
    for (String word : paragraph.strip().split("\\s+", -1)) {
      add(word, lines);
    }
    return lines.finished();
  }

  private void add(String word, Lines lines) {
    Matcher parts = WORD.matcher(word);
    if (!parts.matches()) {
      throw new IllegalArgumentException(word);
    }
    String core = parts.group(2);
    if (OPTION.matcher(core).matches()) {
      lines.macro("Fl", parts.group(1), Roff.literal(core.substring(1)), parts.group(3));
    } else if (values.contains(core)) {
      lines.macro("Cm", parts.group(1), Roff.argument(core), parts.group(3));
    } else if (arguments.contains(core)) {
      lines.macro("Ar", parts.group(1), Roff.argument(core), parts.group(3));
    } else if (VARIABLE.matcher(core).matches()) {
      lines.macro("Ev", parts.group(1), Roff.argument(core), parts.group(3));
    } else {
      lines.word(word);
    }
  }

  /** Lines that are being filled. */
  private static final class Lines {
    private final List<String> done = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private boolean sentenceEnded;

    void word(String word) {
      // mdoc finds the end of a sentence at the end of a line.
      if (sentenceEnded || line.length() + 1 + word.length() > WIDTH) {
        flush();
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
      sentenceEnded = ends(word);
    }

    void macro(String name, String before, String word, String after) {
      flush();
      done.add(("." + name + spaced(before) + " " + word + spaced(after)));
      sentenceEnded = false;
    }

    private static String spaced(String punctuation) {
      return punctuation.replaceAll("(.)", " $1");
    }

    private static boolean ends(String word) {
      return word.matches(".*[.?!]\\)?");
    }

    private void flush() {
      if (!line.isEmpty()) {
        done.add(Roff.line(line.toString()));
        line.setLength(0);
      }
    }

    List<String> finished() {
      flush();
      return done;
    }
  }
}
