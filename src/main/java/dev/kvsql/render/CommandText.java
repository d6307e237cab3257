package dev.kvsql.render;

import dev.kvsql.check.FindingId;
import dev.kvsql.chunk.FileTag;

/**
 * The commands that reports suggest, ready to be pasted into a shell.
 *
 * @param store path of the store
 * @param database name of the database, or nothing when the store has no other
 */
public record CommandText(String store, String database) {
  /** For a store with one database, which need not be named. */
  public static CommandText of(String store) {
    return new CommandText(store, "");
  }

  /** For a database, which need not be named when its store has no other. */
  public static CommandText of(String store, String database, int databasesInStore) {
    return databasesInStore == 1 ? of(store) : new CommandText(store, database);
  }

  /** {@code kvsql repair STORE --apply}. */
  public String repair() {
    return command("repair", "") + " --apply";
  }

  /** {@code kvsql repair STORE --apply --allow ID}. */
  public String repairAllowing(FindingId id) {
    return repair() + " --allow " + id.text();
  }

  /** The same for the store as a whole. */
  public CommandText ofStore() {
    return of(store);
  }

  /** {@code kvsql dump STORE CHUNKS}. */
  public String dump(FileTag file, long first, long count) {
    String option = file == FileTag.MAIN ? "" : " --file " + file.label();
    return command("dump", " " + Amounts.range(first, count)) + option;
  }

  /** {@code kvsql dump STORE --format jsonl}: every key and value. */
  public String dumpKeys() {
    return command("dump", "") + " --format jsonl";
  }

  /** {@code kvsql export STORE FILE}: everything, to work on a copy. */
  public String export() {
    return command("export", " copy.jsonl");
  }

  /** {@code kvsql export STORE FILE}. */
  public String export(String file) {
    return command("export", " " + quoted(file));
  }

  /** {@code kvsql undo STORE FILE}. */
  public String undo(String file) {
    return command("undo", " " + quoted(file));
  }

  /** {@code kvsql sql STORE SQL}. */
  public String sql(String sql) {
    return command("sql", " " + quoted(sql));
  }

  /** {@code kvsql inspect STORE}. */
  public String inspect() {
    return command("inspect", "");
  }

  /** {@code kvsql check STORE}. */
  public String check() {
    return command("check", "");
  }

  /** {@code kvsql explore --replay FILE}. */
  public static String replay(String file) {
    return "kvsql explore --replay " + quoted(file);
  }

  private String command(String name, String operands) {
    String option = database.isEmpty() ? "" : " --db " + quoted(database);
    return "kvsql " + name + " " + quoted(store) + operands + option;
  }

  private static String quoted(String word) {
    boolean plain =
        word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+,:@%".indexOf(c) >= 0);
    return plain && !word.isEmpty()
        ? word
        : "'" + Escapes.forTerminal(word).replace("'", "'\\''") + "'";
  }
}
