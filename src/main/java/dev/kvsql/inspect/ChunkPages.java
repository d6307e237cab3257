package dev.kvsql.inspect;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.PageCensus;
import dev.kvsql.format.PageKind;
import java.util.stream.LongStream;

/**
 * What the pages of a chunk of the main file are: a part of one, one, or up to eight.
 *
 * <p>Of several kinds the worst damage counts; without any, the kind of most pages, and of equals
 * the one that comes first in {@link ChunkKind}. Its owner is whoever has the first page of that
 * kind.
 */
final class ChunkPages {
  private final DatabaseSpace space;
  private final PageCensus census;

  ChunkPages(DatabaseSpace space) {
    this.space = space;
    census = space.census();
  }

  /**
   * What a chunk is.
   *
   * @param owner or {@link PageOwners#NONE}
   * @param shared whether another than the owner has pages of it
   */
  record Use(ChunkKind kind, int owner, boolean shared) {
    static final Use UNKNOWN = new Use(ChunkKind.UNREACHED, PageOwners.NONE, false);

    Use as(ChunkKind other) {
      return new Use(other, owner, shared);
    }
  }

  /** What a chunk of the right length is. */
  Use of(long chunk) {
    long first = firstPage(chunk);
    long last = Math.max(first, Math.min(lastPage(chunk), census.pageCount()));
    if (first == last) {
      return new Use(kind(chunk, first), space.ownerOf(first), false);
    }
    ChunkKind kind = dominant(chunk, first, last);
    int owner = PageOwners.NONE;
    boolean shared = false;
    for (long page = last; page >= first; page--) {
      if (kind == ChunkKind.HEADER ? page == 1 : kind(chunk, page) == kind) {
        owner = space.ownerOf(page);
      }
    }
    for (long page = first; page <= last; page++) {
      int other = space.ownerOf(page);
      shared |= other != owner && other != PageOwners.NONE;
    }
    return new Use(kind, owner, shared);
  }

  private ChunkKind dominant(long chunk, long first, long last) {
    ChunkKind best = kind(chunk, first);
    long most = count(chunk, first, last, best);
    for (long page = first + 1; page <= last; page++) {
      ChunkKind other = kind(chunk, page);
      long count = count(chunk, first, last, other);
      boolean earlier = other.compareTo(best) < 0;
      boolean damage = best.isDamage() || other.isDamage();
      boolean better = damage ? earlier : count > most || (earlier && count == most);
      best = better ? other : best;
      most = better ? count : most;
    }
    return chunk == 0 && !best.isDamage() ? ChunkKind.HEADER : best;
  }

  private long count(long chunk, long first, long last, ChunkKind kind) {
    return LongStream.rangeClosed(first, last).filter(page -> kind(chunk, page) == kind).count();
  }

  private ChunkKind kind(long chunk, long page) {
    PageKind kind = census.kindOf(page);
    boolean header = chunk == 0 && page == 1 && kind != PageKind.UNKNOWN;
    return header && space.pageSize() >= StoreKey.CHUNK_BYTES
        ? ChunkKind.HEADER
        : ChunkKind.of(kind);
  }

  /**
   * What a chunk is that is not there: where the walk met damage, nothing is known to be unused.
   */
  Use ofMissing(long chunk) {
    boolean used = false;
    long last = Math.min(lastPage(chunk), census.pageCount());
    for (long page = firstPage(chunk); page <= last; page++) {
      boolean unsure = census.kindOf(page) == PageKind.UNREACHED && !census.complete();
      used |= unsure || census.inUse(page);
    }
    return of(chunk).as(used ? ChunkKind.MISSING : ChunkKind.HOLE);
  }

  /** The first chunk after {@code chunk} that may be used for something else. */
  long nextUse(long chunk) {
    long last = lastPage(chunk);
    if (last > census.pageCount()) {
      return firstPage(chunk) > census.pageCount() ? Long.MAX_VALUE : chunk + 1;
    }
    boolean alike = firstPage(chunk) == last || census.nextKind(firstPage(chunk)) > last + 1;
    return alike
        ? Math.max(chunk + 1, (census.nextKind(last) - 1) * space.pageSize() / StoreKey.CHUNK_BYTES)
        : chunk + 1;
  }

  private long firstPage(long chunk) {
    return chunk * StoreKey.CHUNK_BYTES / space.pageSize() + 1;
  }

  private long lastPage(long chunk) {
    return (chunk * StoreKey.CHUNK_BYTES + StoreKey.CHUNK_BYTES - 1) / space.pageSize() + 1;
  }
}
