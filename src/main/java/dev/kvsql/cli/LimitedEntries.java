package dev.kvsql.cli;

import dev.kvsql.chunk.Entry;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Several scans one after the other, up to a number of entries. */
final class LimitedEntries implements Iterator<Entry> {
  private final Iterator<Iterator<Entry>> scans;
  private Iterator<Entry> current = Collections.emptyIterator();
  private long left;

  /**
   * @param limit most entries, or null for all
   */
  LimitedEntries(Iterator<Iterator<Entry>> scans, @Nullable Long limit) {
    this.scans = scans;
    left = limit == null ? Long.MAX_VALUE : limit;
  }

  @Override
  public boolean hasNext() {
    while (left > 0 && !current.hasNext() && scans.hasNext()) {
      current = scans.next();
    }
    return left > 0 && current.hasNext();
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    left--;
    return current.next();
  }
}
