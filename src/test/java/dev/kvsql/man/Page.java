package dev.kvsql.man;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The lines of a page as they are added. */
final class Page {
  private final List<String> lines = new ArrayList<>();

  Page(String date, String name) {
    add(".Dd " + date);
    add(".Dt " + name.toUpperCase(Locale.ROOT) + " 1");
    add(".Os");
  }

  Page add(String line) {
    lines.add(line);
    return this;
  }

  Page add(Collection<String> more) {
    lines.addAll(more);
    return this;
  }

  Page section(String title) {
    return add(".Sh " + title);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
