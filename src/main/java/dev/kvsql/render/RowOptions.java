package dev.kvsql.render;

/**
 * How rows are printed, whatever the format.
 *
 * @param nullText stands for NULL in tables and lines; CSV leaves the field empty, JSON has null
 * @param escaping whether CSV keeps characters that could command a terminal
 * @param header whether tables and CSV begin with the names of the columns
 * @param mostColumns the width in terminal columns that a framed table must keep to, cells that do
 *     not fit being cut; 0 for as wide as it gets. Markdown is never cut
 * @param style with colours NULL looks different from the same text in tables
 */
public record RowOptions(
    String nullText, Escaping escaping, Header header, int mostColumns, Style style) {

  /** Whether the names of the columns are printed. */
  public enum Header {
    SHOWN,
    HIDDEN
  }

  /** Options that print all of everything, NULL as {@code NULL}. */
  public RowOptions(Escaping escaping) {
    this("NULL", escaping);
  }

  /** Options that print all of everything. */
  public RowOptions(String nullText, Escaping escaping) {
    this(nullText, escaping, Header.SHOWN, 0, Style.PLAIN);
  }
}
