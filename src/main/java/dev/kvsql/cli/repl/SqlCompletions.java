package dev.kvsql.cli.repl;

import dev.kvsql.cli.repl.Completions.Ending;
import dev.kvsql.cli.repl.Completions.Word;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words that may stand at a place in a statement. */
final class SqlCompletions {
  /** Behind these comes a table. */
  private static final Set<String> BEFORE_TABLE =
      Set.of("from", "join", "into", "update", "table", "references");

  private final Schema schema;
  private final String text;
  private final String prefix;
  private final List<SqlToken> earlier;
  private final String before;

  SqlCompletions(Schema schema, String text, String before) {
    this.schema = schema;
    this.text = text;
    this.before = before;
    int start = Completions.wordStart(before);
    prefix = before.substring(start);
    earlier = SqlToken.of(before.substring(0, start));
  }

  List<Word> words() throws SQLException {
    if (endsWith(".")) {
      String qualifier = earlier.size() < 2 ? "" : name(earlier.get(earlier.size() - 2));
      return Completions.words(quoted(schema.columns(tables().getOrDefault(qualifier, qualifier))));
    }
    if (!earlier.isEmpty() && BEFORE_TABLE.contains(name(earlier.getLast()))) {
      return Completions.words(quoted(schema.tables()));
    }
    List<Word> words = new ArrayList<>();
    for (String table : Set.copyOf(tables().values())) {
      words.addAll(Completions.words(quoted(schema.columns(table))));
    }
    words.addAll(Completions.words(quoted(schema.tables())));
    if (!prefix.isEmpty()) {
      words.addAll(Completions.words(keywords(prefix)));
      schema.functions().forEach(name -> words.add(new Word(name + "(", Ending.OPEN)));
    }
    return words;
  }

  private boolean endsWith(String symbol) {
    return !earlier.isEmpty() && earlier.getLast().in(before).equals(symbol);
  }

  private String name(SqlToken token) {
    return token.name(before);
  }

  /** The tables that the statement names, by themselves and by their aliases. */
  private Map<String, String> tables() {
    Map<String, String> tables = new HashMap<>();
    List<String> names = SqlToken.of(text).stream().map(token -> token.name(text)).toList();
    for (int at = 0; at + 1 < names.size(); at++) {
      if (BEFORE_TABLE.contains(names.get(at)) || isListed(names, at)) {
        String table = names.get(at + 1);
        tables.put(table, table);
        alias(names, at + 2).ifPresent(alias -> tables.put(alias, table));
      }
    }
    return tables;
  }

  /** Behind a comma; what is no table has no columns. */
  private static boolean isListed(List<String> names, int at) {
    return names.get(at).equals(",") && names.subList(0, at).contains("from");
  }

  private static Optional<String> alias(List<String> names, int at) {
    int place = at < names.size() && names.get(at).equals("as") ? at + 1 : at;
    return place < names.size()
            && !SqlKeywords.contains(names.get(place))
            && Character.isLetter(names.get(place).charAt(0))
        ? Optional.of(names.get(place))
        : Optional.empty();
  }

  /** The keywords, in small letters behind small letters. */
  static List<String> keywords(String prefix) {
    boolean small = prefix.equals(prefix.toLowerCase(Locale.ROOT)) && !prefix.isEmpty();
    return SqlKeywords.all().stream()
        .map(word -> small ? word.toLowerCase(Locale.ROOT) : word)
        .toList();
  }

  /** Names that are no words by themselves stand in quotes. */
  private static List<String> quoted(List<String> names) {
    return names.stream()
        .map(name ->
            name.matches("[A-Za-z_][A-Za-z0-9_]*") && !SqlKeywords.contains(name)
                ? name
                : "\"" + name.replace("\"", "\"\"") + "\"")
        .toList();
  }
}
