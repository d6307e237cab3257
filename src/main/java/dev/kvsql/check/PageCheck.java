package dev.kvsql.check;

import dev.kvsql.format.Anomaly;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.PageCensus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Findings about pages: the header's count, the freelist, the b-trees with their overflow chains,
 * the pointer map, and that each page is reached once or free.
 */
final class PageCheck {
  /** More runs of pages that nothing points to tell nothing new. */
  private static final int MOST_RUNS = 100;

  private final DatabaseHeader header;
  private final PageCensus census;

  private PageCheck(DatabaseHeader header, PageCensus census) {
    this.header = header;
    this.census = census;
  }

  /**
   * What a walk of all pages met.
   *
   * @param mainBytes size of the main file in bytes
   */
  static List<Finding> of(DatabaseHeader header, PageCensus census, long mainBytes) {
    return new PageCheck(header, census).findings(mainBytes);
  }

  private List<Finding> findings(long mainBytes) {
    List<Finding> found = new ArrayList<>();
    count(mainBytes / header.pageSize(), found);
    int pageSize = header.pageSize();
    for (Anomaly anomaly : census.freelistAnomalies()) {
      found.add(new PageFinding.Freelist(anomaly, pageSize));
    }
    census.treeAnomalies().stream()
        .sorted(Comparator.comparingLong(Anomaly::page))
        .forEach(anomaly -> tree(anomaly, found));
    long unlisted = census.anomalyCount() - census.anomalies().size();
    if (unlisted > 0) {
      found.add(new PageFinding.More(unlisted));
    }
    for (PageCensus.Unreached run : census.unreached(MOST_RUNS)) {
      found.add(
          new PageFinding.Unreached(
              run.firstPage(), run.endPage() - run.firstPage(), run.pages(), pageSize));
    }
    return found;
  }

  /** Neighbours that contradict in the same way are one finding. */
  private void tree(Anomaly anomaly, List<Finding> found) {
    if (!found.isEmpty()
        && found.getLast() instanceof PageFinding.Tree last
        && last.continuesWith(anomaly)) {
      found.set(found.size() - 1, last.withOneMore());
    } else {
      found.add(new PageFinding.Tree(anomaly, 1, header.pageSize()));
    }
  }

  /** A file may be larger than its database: some programs let it grow in steps. */
  private void count(long held, List<Finding> found) {
    long counted = header.pageCount();
    if (header.pageCountTrusted() && counted < held) {
      boolean reached =
          census.anomalies().stream()
              .anyMatch(anomaly ->
                  anomaly.what() == Anomaly.What.OUT_OF_RANGE_POINTER
                      && anomaly.found() > counted
                      && anomaly.found() <= held);
      found.add(
          new PageFinding.Count(
              counted,
              held,
              reached ? PageFinding.Count.Reached.BY_A_POINTER : PageFinding.Count.Reached.NOT));
    }
  }
}
