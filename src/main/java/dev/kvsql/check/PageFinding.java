package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.Anomaly;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderProblem;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Findings about pages, by SQLite's own format and by SQLite itself. */
public sealed interface PageFinding extends Finding {
  /** Something that is about no page of its own. */
  sealed interface OfDatabase extends PageFinding {
    @Override
    default Place place() {
      return Place.file(FileTag.MAIN);
    }
  }

  /** A field of the SQLite header that the format does not allow. */
  record Header(HeaderProblem problem) implements PageFinding {
    @Override
    public FindingId id() {
      return FindingId.PAGE_HEADER;
    }

    @Override
    public Place place() {
      return Place.byteAt(FileTag.MAIN, problem.offsetBytes());
    }
  }

  /**
   * The header's page count and the file's size do not go together.
   *
   * @param counted pages by the header
   * @param held whole pages that the file holds, more than that
   * @param reached whether something in the database points to a page past the count
   */
  record Count(long counted, long held, Reached reached) implements PageFinding {
    /** Whether pages past the header's count belong to the database. */
    public enum Reached {
      /** Nothing points there; SQLite writes over it when it grows. */
      NOT,
      /** Something does: the count is wrong, and what grows would write over them. */
      BY_A_POINTER
    }

    @Override
    public Place place() {
      return Place.byteAt(FileTag.MAIN, DatabaseHeader.PAGE_COUNT_OFFSET);
    }

    @Override
    public FindingId id() {
      return FindingId.PAGE_COUNT;
    }

    @Override
    public Severity severity() {
      return switch (reached) {
        case NOT -> Severity.NOTICE;
        case BY_A_POINTER -> id().severity();
      };
    }
  }

  /** Something on a page. */
  sealed interface OfPage extends PageFinding {
    /** Number of the page, from 1. */
    long page();

    /** In bytes. */
    int pageSize();

    @Override
    default Place place() {
      return Place.byteAt(FileTag.MAIN, (page() - 1) * pageSize());
    }
  }

  /** Something on neighbouring pages. */
  sealed interface OfPages extends OfPage {
    /** How many. */
    long pages();

    @Override
    default Place place() {
      long start = (page() - 1) * pageSize();
      long end = start + pages() * pageSize();
      long first = start / StoreKey.CHUNK_BYTES;
      return Place.bytes(FileTag.MAIN, start, StoreKey.chunkCount(end) - first);
    }
  }

  /** A contradiction of the freelist. */
  record Freelist(Anomaly anomaly, int pageSize) implements OfPage {
    @Override
    public long page() {
      return anomaly.page();
    }

    @Override
    public FindingId id() {
      return FindingId.PAGE_FREELIST;
    }
  }

  /** A contradiction of a b-tree, an overflow chain or a pointer map, on neighbouring pages. */
  record Tree(Anomaly anomaly, long pages, int pageSize) implements OfPages {
    @Override
    public long page() {
      return anomaly.page();
    }

    @Override
    public FindingId id() {
      return FindingId.PAGE_TREE;
    }

    boolean continuesWith(Anomaly next) {
      return next.page() == anomaly.page() + pages
          && next.what() == anomaly.what()
          && next.found() == anomaly.found();
    }

    Tree withOneMore() {
      return new Tree(anomaly, pages + 1, pageSize);
    }
  }

  /**
   * Neighbouring pages that nothing points to, and that are not free either.
   *
   * @param page the first of them
   * @param pages up to the last, those of the pointer map between them included
   * @param unreached those that something should point to
   */
  record Unreached(long page, long pages, long unreached, int pageSize) implements OfPages {
    @Override
    public FindingId id() {
      return FindingId.PAGE_TREE;
    }

    /** Whether a page lies in the run. */
    boolean covers(long other) {
      return other >= page && other - page < pages;
    }
  }

  /** More contradictions than are listed one by one. */
  record More(long contradictions) implements OfDatabase {
    @Override
    public FindingId id() {
      return FindingId.PAGE_TREE;
    }
  }

  /**
   * Rows whose foreign key names no row, as SQLite's foreign_key_check reports them.
   *
   * @param rows how many
   * @param firstRowid of the first of them; nothing in a WITHOUT ROWID table
   */
  record ForeignKey(String table, String parent, long rows, Optional<Long> firstRowid)
      implements OfDatabase {
    @Override
    public FindingId id() {
      return FindingId.SQLITE_FOREIGN_KEY;
    }

    ForeignKey withOneMore() {
      return new ForeignKey(table, parent, rows + 1, firstRowid);
    }
  }

  /** SQLite could not look at the foreign keys: the schema declares one that cannot be. */
  record ForeignKeysUnchecked(String message) implements OfDatabase {
    @Override
    public FindingId id() {
      return FindingId.SQLITE_FOREIGN_KEY;
    }

    @Override
    public Severity severity() {
      return Severity.NOTICE;
    }
  }

  /** A table that SQLite's integrity_check needs an application's own function or collation for. */
  record TableUnchecked(String table, String message) implements OfDatabase {
    @Override
    public FindingId id() {
      return FindingId.SQLITE_INTEGRITY;
    }

    @Override
    public Severity severity() {
      return Severity.NOTICE;
    }
  }

  /** What SQLite's integrity_check reports, or how it failed. */
  record Integrity(String message) implements OfDatabase {
    private static final Pattern NEVER_USED = Pattern.compile("Page (\\d{1,10}): never used");

    /** The page that nothing uses, when that is what is reported. */
    OptionalLong unusedPage() {
      Matcher page = NEVER_USED.matcher(message);
      return page.matches() ? OptionalLong.of(Long.parseLong(page.group(1))) : OptionalLong.empty();
    }

    @Override
    public FindingId id() {
      return FindingId.SQLITE_INTEGRITY;
    }
  }
}
