package dev.kvsql.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What both sides are told before anything is written. */
record SqlSettings(int pageSize, String journalMode, String sync, MountCache cache) {
  static final List<Integer> PAGE_SIZES = List.of(512, 1024, 2048, 4096, 8192, 16384, 32768, 65536);

  /**
   * Every page size with every journal mode; the caches, and whether SQLite syncs, in turn. Syncs
   * are what the file's side waits for.
   */
  static Stream<SqlSettings> each(List<Integer> pageSizes, List<String> journalModes) {
    List<SqlSettings> all = new ArrayList<>();
    for (int pageSize : pageSizes) {
      for (String mode : journalModes) {
        int turn = all.size();
        String sync = turn % 7 == 0 ? "FULL" : "OFF";
        all.add(new SqlSettings(pageSize, mode, sync, MountCache.turn(turn + turn / 4)));
      }
    }
    return all.stream();
  }

  /** A connection on each side, where SQLite keeps so many pages before it writes some. */
  SideBySide.Both connect(SideBySide side, int keptPages) throws Exception {
    SideBySide.Both sql = side.connect();
    sql.within("PRAGMA page_size=" + pageSize, "PRAGMA journal_mode=" + journalMode);
    sql.within("PRAGMA synchronous=" + sync, "PRAGMA cache_size=" + keptPages);
    return sql;
  }

  /** So many bytes that some tens of rows have some tens of pages. */
  int rowBytes() {
    return Math.max(300, pageSize / 2);
  }
}
