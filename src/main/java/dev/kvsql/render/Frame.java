package dev.kvsql.render;

/** What is drawn around the cells of a table, and what that asks of the cells. */
enum Frame {
  TABLE("+-++", "+-++", "+-++", '|'),
  BOX("┌─┬┐", "├─┼┤", "└─┴┘", '│'),
  MARKDOWN("", "|-||", "", '|') {
    @Override
    String cell(String text) {
      return text.replace("|", "\\|");
    }

    @Override
    String line(Columns columns, int column, String fill) {
      String line = super.line(columns, column, fill);
      return columns.isRightAligned(column) ? line.substring(1) + ":" : line;
    }
  };

  private final String top;
  private final String separator;
  private final String bottom;
  private final char bar;

  /**
   * Each rule as its left end, its line, its crossing and its right end; empty if there is none.
   *
   * @param bar stands between cells
   */
  Frame(String top, String separator, String bottom, char bar) {
    this.top = top;
    this.separator = separator;
    this.bottom = bottom;
    this.bar = bar;
  }

  /** The text that shows {@code text}, itself one line of visible text, as a cell. */
  String cell(String text) {
    return text;
  }

  String top(Columns columns) {
    return rule(top, columns);
  }

  String separator(Columns columns) {
    return rule(separator, columns);
  }

  String bottom(Columns columns) {
    return rule(bottom, columns);
  }

  char bar() {
    return bar;
  }

  /** Whether a table without rows still separates its header, because that makes it a table. */
  boolean separatesAlways() {
    return bottom.isEmpty();
  }

  /** The part of a rule above or below one cell. */
  String line(Columns columns, int column, String fill) {
    return fill.repeat(columns.width(column) + 2);
  }

  private String rule(String rule, Columns columns) {
    if (rule.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder().append(rule.charAt(0));
    for (int column = 0; column < columns.count(); column++) {
      text.append(line(columns, column, rule.substring(1, 2)));
      text.append(rule.charAt(column < columns.count() - 1 ? 2 : 3));
    }
    return text.append('\n').toString();
  }
}
