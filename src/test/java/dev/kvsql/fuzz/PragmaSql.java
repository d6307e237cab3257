package dev.kvsql.fuzz;

import java.util.List;

/**
 * Pragmas. Left out is what a mount does not offer by design: {@code mmap_size}; and what names a
 * file.
 */
final class PragmaSql {
  static final List<Integer> PAGE_SIZES =
      List.of(512, 512, 1024, 1024, 2048, 4096, 4096, 8192, 16_384, 32_768, 65_536);

  private final Dice dice;
  private final boolean keepsExclusiveWal;

  PragmaSql(Dice dice, boolean keepsExclusiveWal) {
    this.dice = dice;
    this.keepsExclusiveWal = keepsExclusiveWal;
  }

  String cacheSize() {
    return "PRAGMA cache_size=" + dice.of(1, 2, 5, 20, 500, -64);
  }

  String journalMode() {
    String mode = dice.of("DELETE", "TRUNCATE", "PERSIST", "MEMORY", "MEMORY", "OFF");
    boolean wal = keepsExclusiveWal || (Features.SHARED_WAL && dice.oneIn(4));
    return "PRAGMA journal_mode=" + (wal && dice.oneIn(2) ? "WAL" : mode);
  }

  String any() {
    return switch (dice.below(12)) {
      case 0, 1 -> journalMode();
      case 2 -> cacheSize();
      case 3 -> "PRAGMA page_size=" + dice.of(PAGE_SIZES);
      case 4 -> "PRAGMA auto_vacuum=" + dice.of("NONE", "FULL", "INCREMENTAL");
      case 5 -> "PRAGMA incremental_vacuum(" + dice.of(0, 1, 7) + ")";
      case 6 -> "PRAGMA journal_size_limit=" + dice.of(-1, 0, 600, 4097, 5000, 20_000);
      case 7 -> keepsExclusiveWal ? checkpoint() : locking();
      case 8 -> "PRAGMA max_page_count=" + dice.of(20, 200, 1_000_000, 1_000_000);
      case 9, 10 -> answering();
      default -> setting();
    };
  }

  private String checkpoint() {
    return "PRAGMA wal_checkpoint(" + dice.of("PASSIVE", "FULL", "RESTART", "TRUNCATE") + ")";
  }

  private String locking() {
    return "PRAGMA locking_mode=" + dice.of("EXCLUSIVE", "NORMAL", "NORMAL");
  }

  private String setting() {
    return "PRAGMA "
        + dice.of(
            "user_version=" + dice.below(9),
            "application_id=" + dice.below(9),
            "secure_delete=" + dice.of("OFF", "ON", "FAST"),
            "foreign_keys=" + dice.of("ON", "OFF"),
            "recursive_triggers=ON",
            "temp_store=" + dice.of("DEFAULT", "FILE", "MEMORY"),
            "wal_autocheckpoint=" + dice.of(0, 5, 40),
            "cache_spill=" + dice.of("OFF", "ON", "20"),
            "synchronous=" + dice.of("OFF", "OFF", "NORMAL", "FULL", "EXTRA"),
            "threads=" + dice.of(0, 2),
            "query_only=" + dice.of("ON", "OFF", "OFF"),
            "encoding=" + dice.of("'UTF-8'", "'UTF-16le'"),
            "reverse_unordered_selects=" + dice.of("ON", "OFF"));
  }

  private String answering() {
    return "PRAGMA "
        + dice.of(
            "integrity_check",
            "quick_check",
            "foreign_key_check",
            "freelist_count",
            "page_count",
            "schema_version",
            "data_version",
            "journal_mode",
            "locking_mode",
            "table_xinfo(t0)",
            "index_list(t1)",
            "optimize",
            "wal_checkpoint");
  }
}
