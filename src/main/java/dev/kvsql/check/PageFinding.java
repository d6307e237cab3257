package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.format.HeaderProblem;

/** Findings about pages, by SQLite's own format and by SQLite itself. */
public sealed interface PageFinding extends Finding {
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

  /** What SQLite's integrity_check reports, or how it failed. */
  record Integrity(String message) implements PageFinding {
    @Override
    public Place place() {
      return Place.file(FileTag.MAIN);
    }

    @Override
    public FindingId id() {
      return FindingId.SQLITE_INTEGRITY;
    }
  }
}
