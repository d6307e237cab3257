package dev.kvsql.repair.rebuild;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/**
 * A row of a sound database.
 *
 * @param mark what no other row of any table has in it
 * @param page number of the page with its cell
 * @param pages that page, and those of its overflow chain
 */
record LocatedRow(String mark, long page, Set<Long> pages) {

  /** Whether a row in the words of {@link Contents} is this one. */
  boolean isIn(String row) {
    return row.contains(
        HexFormat.of().withUpperCase().formatHex(mark.getBytes(StandardCharsets.US_ASCII)));
  }
}
