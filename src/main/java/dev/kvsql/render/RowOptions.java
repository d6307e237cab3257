package dev.kvsql.render;

/**
 * How rows are printed, whatever the format.
 *
 * @param nullText stands for NULL in tables and lines; CSV leaves the field empty, JSON has null
 * @param escaping whether CSV keeps characters that could command a terminal
 */
public record RowOptions(String nullText, Escaping escaping) {

  /** Options that print NULL as {@code NULL}. */
  public RowOptions(Escaping escaping) {
    this("NULL", escaping);
  }
}
