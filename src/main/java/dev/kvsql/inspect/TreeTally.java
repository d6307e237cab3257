package dev.kvsql.inspect;

import dev.kvsql.format.PageKind;
import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.TreeListener.TreePage;
import java.util.Optional;

/** Adds up the pages of one tree. */
final class TreeTally {
  private final long root;
  private PageKind rootKind = PageKind.UNKNOWN;
  private long entries;
  private long leaves;
  private long interiors;
  private long overflows;
  private int depth;
  private long unusedBytes;

  TreeTally(long root) {
    this.root = root;
  }

  long root() {
    return root;
  }

  void page(TreePage page) {
    depth = Math.max(depth, page.depth());
    unusedBytes += page.unusedBytes();
    rootKind = page.depth() == 1 ? page.kind() : rootKind;
    switch (page.kind()) {
      case TABLE_INTERIOR -> interiors++;
      // The cells above the leaves of an index are entries as well.
      case INDEX_INTERIOR -> {
        interiors++;
        entries += page.cells();
      }
      case TABLE_LEAF, INDEX_LEAF -> {
        leaves++;
        entries += page.cells();
      }
      case OVERFLOW, FREELIST_TRUNK, FREELIST_LEAF -> leaves++;
      case POINTER_MAP, LOCK_BYTE, UNKNOWN, UNREACHED -> leaves++;
    }
  }

  void overflow(int unused) {
    overflows++;
    unusedBytes += unused;
  }

  /** The sum. */
  TableSpace finish(Optional<SchemaEntry> entry, int pageSize) {
    String name = root == 1 ? "sqlite_schema" : entry.map(SchemaEntry::name).orElse("");
    return new TableSpace(
        kind(entry),
        name,
        root == 1 ? name : entry.map(SchemaEntry::tableName).orElse(""),
        root,
        entries,
        leaves,
        interiors,
        overflows,
        depth,
        unusedBytes,
        pageSize);
  }

  private TableSpace.Kind kind(Optional<SchemaEntry> entry) {
    if (root == 1) {
      return TableSpace.Kind.SCHEMA;
    }
    if (entry.isEmpty()) {
      return TableSpace.Kind.UNNAMED;
    }
    if (entry.get().type().equals("index")) {
      return entry.get().sql().isPresent() ? TableSpace.Kind.INDEX : TableSpace.Kind.AUTOINDEX;
    }
    return switch (rootKind) {
      case INDEX_LEAF, INDEX_INTERIOR -> TableSpace.Kind.WITHOUT_ROWID;
      case TABLE_LEAF, TABLE_INTERIOR, OVERFLOW, FREELIST_TRUNK, FREELIST_LEAF ->
          TableSpace.Kind.TABLE;
      case POINTER_MAP, LOCK_BYTE, UNKNOWN, UNREACHED -> TableSpace.Kind.TABLE;
    };
  }
}
