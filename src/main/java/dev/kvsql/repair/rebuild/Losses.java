package dev.kvsql.repair.rebuild;

import dev.kvsql.format.TreeItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What could not be read.
 *
 * @param rows cells that are no readable row
 * @param firstRows the first {@value #MOST_ROWS} of them
 * @param pages unreadable pages, sorted; at most {@value #MOST_RUNS} runs
 */
public record Losses(long rows, List<TreeItem.UnreadableRow> firstRows, List<PageRun> pages) {
  /** Most unreadable rows that are told one by one. */
  public static final int MOST_ROWS = 20;

  /** Most runs of unreadable pages that are kept. */
  public static final int MOST_RUNS = 1000;

  public Losses {
    firstRows = List.copyOf(firstRows);
    pages = List.copyOf(pages);
  }

  /** Whether all could be read. */
  public boolean isNone() {
    return rows == 0 && pages.isEmpty();
  }

  /** How many pages are in {@link #pages}. */
  public long pageCount() {
    return pages.stream().mapToLong(PageRun::count).sum();
  }

  /** Collects losses; for one thread. */
  static final class Collector {
    private final List<TreeItem.UnreadableRow> firstRows = new ArrayList<>();
    private final TreeMap<Long, Long> runs = new TreeMap<>();
    private long rows;

    void add(TreeItem.UnreadableRow row) {
      rows++;
      if (firstRows.size() < MOST_ROWS) {
        firstRows.add(row);
      }
    }

    void add(TreeItem.UnreadablePage unreadable) {
      long page = unreadable.page();
      Map.Entry<Long, Long> before = runs.floorEntry(page);
      if (before != null && page < before.getKey() + before.getValue()) {
        return;
      }
      Long after = runs.remove(page + 1);
      long count = after == null ? 1 : after + 1;
      if (before != null && before.getKey() + before.getValue() == page) {
        runs.put(before.getKey(), before.getValue() + count);
      } else if (runs.size() < MOST_RUNS) {
        runs.put(page, count);
      }
    }

    Losses losses() {
      List<PageRun> pages = new ArrayList<>();
      runs.forEach((first, count) -> pages.add(new PageRun(first, count)));
      return new Losses(rows, firstRows, pages);
    }
  }
}
