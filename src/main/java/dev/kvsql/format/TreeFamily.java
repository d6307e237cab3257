package dev.kvsql.format;

/** Which b-tree pages may appear in a tree. */
enum TreeFamily {
  TABLE,
  INDEX,
  EITHER;

  boolean allows(PageKind kind) {
    return switch (this) {
      case TABLE -> kind.table();
      case INDEX -> kind.index();
      case EITHER -> kind.table() || kind.index();
    };
  }

  static TreeFamily of(PageKind kind) {
    return kind.table() ? TABLE : INDEX;
  }
}
