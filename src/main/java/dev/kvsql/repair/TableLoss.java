package dev.kvsql.repair;

import dev.kvsql.format.TreeCursor;
import dev.kvsql.format.TreeItem;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks for a row of one table that is there before and not after. Both trees are gone through side
 * by side; where they differ, the newer one is looked ahead in a little. What is missing then, as
 * rows may have moved, is looked for in all of the newer tree, many rows at a time.
 */
final class TableLoss {
  private static final int MOST_AHEAD = 4096;
  private static final int MOST_MISSING = 100_000;

  private final String table;
  private final Supplier<TreeCursor> before;
  private final Supplier<TreeCursor> after;
  private final RowPrint print;

  /** Rows of the newer tree that were read and not yet matched, in order. */
  private final Deque<ByteBuffer> ahead = new ArrayDeque<>();

  /** The same rows, to see at once that one is not among them. */
  private final Set<ByteBuffer> known = new HashSet<>();

  private final Map<ByteBuffer, Missing> missing = new HashMap<>();

  /** A row that has not been found so far, and how often it was there. */
  private record Missing(LostRow row, int count) {}

  TableLoss(String table, Supplier<TreeCursor> before, Supplier<TreeCursor> after, RowPrint print) {
    this.table = table;
    this.before = before;
    this.after = after;
    this.print = print;
  }

  /** The first row that is lost, if any is. */
  Optional<LostRow> first() {
    TreeCursor older = before.get();
    TreeCursor newer = after.get();
    for (Optional<TreeItem.Row> row = row(older); row.isPresent(); row = row(older)) {
      if (isNext(row.get(), newer)) {
        continue;
      }
      LostRow lost = new LostRow(table, row.get().rowid(), row.get().page());
      missing.merge(
          print.before(row.get()),
          new Missing(lost, 1),
          (known, more) -> new Missing(known.row, known.count + 1));
      if (missing.size() == MOST_MISSING) {
        Optional<LostRow> found = lookEverywhere();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return lookEverywhere();
  }

  /** Whether a row comes soon in the newer tree; rows before it are passed over then. */
  private boolean isNext(TreeItem.Row row, TreeCursor newer) {
    if (ahead.isEmpty()) {
      Optional<TreeItem.Row> next = row(newer);
      if (next.isPresent() && print.same(row, next.get())) {
        return true;
      }
      next.map(print::after).ifPresent(this::keep);
    }
    ByteBuffer wanted = print.before(row);
    while (!known.contains(wanted) && ahead.size() < MOST_AHEAD) {
      Optional<TreeItem.Row> next = row(newer);
      if (next.isEmpty()) {
        return false;
      }
      keep(print.after(next.get()));
    }
    return known.contains(wanted) && passTo(wanted);
  }

  private void keep(ByteBuffer other) {
    ahead.addLast(other);
    known.add(other);
  }

  private boolean passTo(ByteBuffer wanted) {
    ByteBuffer passed;
    do {
      passed = ahead.removeFirst();
      known.remove(passed);
    } while (!passed.equals(wanted) && !ahead.isEmpty());
    return passed.equals(wanted);
  }

  private Optional<LostRow> lookEverywhere() {
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    TreeCursor newer = after.get();
    for (Optional<TreeItem.Row> row = row(newer); row.isPresent(); row = row(newer)) {
      missing.computeIfPresent(
          print.after(row.get()),
          (key, found) -> found.count == 1 ? null : new Missing(found.row, found.count - 1));
      if (missing.isEmpty()) {
        return Optional.empty();
      }
    }
    return missing.values().stream().map(Missing::row).findFirst();
  }

  private static Optional<TreeItem.Row> row(TreeCursor cursor) {
    for (Optional<TreeItem> item = cursor.next(); item.isPresent(); item = cursor.next()) {
      if (item.get() instanceof TreeItem.Row row) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }
}
