package dev.kvsql.format;

import java.util.ArrayList;
import java.util.List;

/**
 * What each page of a database is used for, found by walking everything that page 1 leads to: the
 * freelist, sqlite_schema, and every table and index with their overflow chains.
 *
 * <p>Each page is visited at most once, so cycles end; the first claim to a page counts. A healthy
 * database has no anomalies and no {@link PageKind#UNREACHED} page. Immutable.
 */
public final class PageCensus {

  /** Most anomalies that are kept; more are just counted. */
  public static final int MAX_ANOMALIES = 100;

  private final PageClaims claims;
  private final int freelistAnomalies;

  private PageCensus(PageClaims claims, int freelistAnomalies) {
    this.claims = claims;
    this.freelistAnomalies = freelistAnomalies;
  }

  /**
   * Walks the pages of {@code file}. Reads b-tree and trunk pages once, four bytes of overflow
   * pages (more only where a schema row needs them), and nothing of other pages. Takes at most
   * about a byte of memory a page.
   *
   * @param header the header of {@code file}
   * @param file the main file; where a journal or WAL is pending, the result shows the file without
   */
  public static PageCensus of(DatabaseHeader header, ByteSource file) {
    return of(header, file, TreeListener.NONE);
  }

  /**
   * The same.
   *
   * @param listener is told which page belongs to which tree
   */
  public static PageCensus of(DatabaseHeader header, ByteSource file, TreeListener listener) {
    PageClaims claims = new PageClaims(header, file);
    new FreelistWalk(header, file, claims).walk();
    int freelistAnomalies = claims.anomalies().size();
    BTreeWalk trees = new BTreeWalk(header, file, claims, listener);
    SchemaRoots roots = new SchemaRoots(header, file, claims);
    trees.walkSchema(roots);
    roots.drainTo(trees::walk);
    return new PageCensus(claims, freelistAnomalies);
  }

  /**
   * Returns what a page is used for.
   *
   * @param pageNumber 1-based; {@link PageKind#UNREACHED} for a page that does not exist
   */
  public PageKind kindOf(long pageNumber) {
    return claims.kindOf(pageNumber);
  }

  /**
   * Returns the first page after {@code pageNumber} that may be used for something else. Stretches
   * that nothing points to are passed over in steps, so that a header which counts billions of
   * pages costs little.
   *
   * @param pageNumber 1-based, at most the page count
   */
  public long nextKind(long pageNumber) {
    return claims.nextKind(pageNumber);
  }

  /** Returns how many pages are of {@code kind}; over all kinds that adds up to the page count. */
  public long count(PageKind kind) {
    return claims.count(kind);
  }

  /**
   * Returns the pages of the database: {@link DatabaseHeader#effectivePageCount}, but at most what
   * the file holds, counting a last page that is there in part.
   */
  public long pageCount() {
    return claims.pageCount();
  }

  /**
   * Whether the bytes of a page matter. They do not for freelist leaves, the lock-byte page, and
   * pages nothing points to; the last is certain only if the census is {@link #complete}.
   *
   * @param pageNumber 1-based; false for a page that does not exist
   */
  public boolean inUse(long pageNumber) {
    return switch (kindOf(pageNumber)) {
      case FREELIST_LEAF, LOCK_BYTE, UNREACHED -> false;
      case TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR -> true;
      case OVERFLOW, FREELIST_TRUNK, POINTER_MAP, UNKNOWN -> true;
    };
  }

  /** Returns the first {@value #MAX_ANOMALIES} anomalies, in the order they were met. */
  public List<Anomaly> anomalies() {
    return claims.anomalies();
  }

  /** Returns those of them that the walk of the freelist met. */
  public List<Anomaly> freelistAnomalies() {
    return anomalies().subList(0, freelistAnomalies);
  }

  /** Returns those of them that the walks of the b-trees met. */
  public List<Anomaly> treeAnomalies() {
    return anomalies().subList(freelistAnomalies, anomalies().size());
  }

  /**
   * Pages in a row that nothing points to; pages of the pointer map and the lock-byte page may lie
   * between them.
   *
   * @param pages of those that nothing points to
   * @param endPage the first page after the run
   */
  public record Unreached(long firstPage, long pages, long endPage) {}

  /**
   * Returns the first runs of pages that nothing points to.
   *
   * @param most how many runs
   */
  public List<Unreached> unreached(int most) {
    List<Unreached> found = new ArrayList<>();
    long page = claims.nextUnreached(1);
    while (page <= pageCount() && found.size() < most) {
      long end = claims.endOfUnreached(page);
      found.add(new Unreached(page, claims.unreachedBetween(page, end), end));
      page = claims.nextUnreached(end);
    }
    return found;
  }

  /** Returns how many anomalies were met, kept or not. */
  public long anomalyCount() {
    return claims.anomalyCount();
  }

  /** Returns the last page that anything points to; no page after it is known to be used. */
  public long lastReached() {
    return claims.lastClaimed();
  }

  /** Whether every pointer could be followed: false when anomalies were met. */
  public boolean complete() {
    return anomalyCount() == 0;
  }
}
