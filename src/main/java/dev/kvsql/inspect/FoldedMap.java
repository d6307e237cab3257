package dev.kvsql.inspect;

import dev.kvsql.chunk.StoreKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A map of a file in so few cells that it can be looked at.
 *
 * @param map what was folded
 * @param within cells that cover the file from its first chunk to its last, without gaps
 * @param past cells with the chunks past the end of the file; cells without a chunk are left out
 * @param totals of all chunks
 */
public record FoldedMap(ChunkMap map, Cells within, Cells past, Map<ChunkKind, Total> totals) {
  public FoldedMap {
    totals = Map.copyOf(totals);
  }

  /**
   * How much there is of a kind.
   *
   * @param bytes as {@link ChunkStretch#bytes}
   */
  public record Total(long chunks, long bytes) {
    /** Nothing. */
    public static final Total NONE = new Total(0, 0);

    Total plus(Total more) {
      return new Total(chunks + more.chunks, bytes + more.bytes);
    }
  }

  /**
   * Cells that stand for as many chunks each.
   *
   * @param chunksPerCell a power of two
   */
  public record Cells(long chunksPerCell, List<Cell> cells) {
    public Cells {
      cells = List.copyOf(cells);
    }
  }

  /**
   * One cell.
   *
   * @param kind the worst damage in it; without any the kind of most of its chunks
   * @param firstChunk index of the first chunk that it covers
   * @param endChunk index of the first chunk after those
   * @param bytes as {@link ChunkStretch#bytes}
   * @param kinds how many chunks of it are of each kind
   * @param owners how many chunks of it each table or index has
   * @param shared whether a chunk has pages of several tables or indexes
   */
  public record Cell(
      ChunkKind kind,
      long firstChunk,
      long endChunk,
      long bytes,
      Map<ChunkKind, Long> kinds,
      Map<TableSpace, Long> owners,
      boolean shared) {
    public Cell {
      kinds = Map.copyOf(kinds);
      owners = Map.copyOf(owners);
    }
  }

  /**
   * Folds a map.
   *
   * @param mostWithin most cells for the file, at least 1
   * @param mostPast most cells for what lies past its end, at least 1
   */
  public static FoldedMap of(ChunkMap map, int mostWithin, int mostPast) {
    List<ChunkRun> orphans = map.file().orphans();
    long pastStart = orphans.isEmpty() ? 0 : orphans.getFirst().firstChunk();
    long pastEnd = orphans.isEmpty() ? 0 : orphans.getLast().endChunk();
    Folder inside = new Folder(0, map.file().expectedChunks(), mostWithin);
    Folder outside = new Folder(pastStart, pastEnd, mostPast);
    Map<ChunkKind, Total> totals = new EnumMap<>(ChunkKind.class);
    map.forEach(stretch -> {
      (stretch.kind() == ChunkKind.ORPHAN ? outside : inside).add(stretch);
      totals.merge(stretch.kind(), new Total(stretch.count(), stretch.bytes()), Total::plus);
    });
    return new FoldedMap(map, inside.finish(), outside.finish(), totals);
  }

  private static final class Folder {
    private final long start;
    private final long end;
    private final long perCell;
    private final Map<Long, CellTally> cells = new HashMap<>();

    Folder(long start, long end, int most) {
      this.start = start;
      this.end = end;
      long least = Math.ceilDiv(end - start, most);
      perCell = least <= 1 ? 1 : Long.highestOneBit(least - 1) << 1;
    }

    void add(ChunkStretch stretch) {
      long last = (stretch.endChunk() - 1 - start) / perCell;
      for (long cell = (stretch.firstChunk() - start) / perCell; cell <= last; cell++) {
        long from = Math.max(stretch.firstChunk(), start + cell * perCell);
        long to = Math.min(stretch.endChunk(), start + (cell + 1) * perCell);
        cells.computeIfAbsent(cell, _ -> new CellTally()).add(stretch, from, to);
      }
    }

    Cells finish() {
      List<Cell> finished = new ArrayList<>();
      cells.forEach((cell, tally) -> {
        long first = start + cell * perCell;
        finished.add(tally.finish(first, Math.min(end, first + perCell)));
      });
      finished.sort(Comparator.comparingLong(Cell::firstChunk));
      return new Cells(perCell, finished);
    }
  }

  private static final class CellTally {
    private final Map<ChunkKind, Long> kinds = new EnumMap<>(ChunkKind.class);
    private final Map<TableSpace, Long> owners = new HashMap<>();
    private long bytes;
    private boolean shared;

    void add(ChunkStretch stretch, long from, long to) {
      long chunks = to - from;
      kinds.merge(stretch.kind(), chunks, Long::sum);
      stretch.owner().ifPresent(owner -> owners.merge(owner, chunks, Long::sum));
      shared |= stretch.shared();
      long before = Math.min(stretch.bytes(), (from - stretch.firstChunk()) * bytesEach(stretch));
      long rest = stretch.bytes() - before;
      bytes += to == stretch.endChunk() ? rest : Math.min(rest, chunks * bytesEach(stretch));
    }

    /** What is whole is so but for the last chunk of a file; the rest is not known one by one. */
    private static long bytesEach(ChunkStretch stretch) {
      long most = stretch.count() * StoreKey.CHUNK_BYTES;
      boolean whole = stretch.bytes() <= most && stretch.bytes() > most - StoreKey.CHUNK_BYTES;
      return whole ? StoreKey.CHUNK_BYTES : Math.ceilDiv(stretch.bytes(), stretch.count());
    }

    Cell finish(long first, long end) {
      return new Cell(dominant(), first, end, bytes, kinds, owners, shared);
    }

    private ChunkKind dominant() {
      ChunkKind best = ChunkKind.SHM;
      long most = 0;
      for (Map.Entry<ChunkKind, Long> entry : kinds.entrySet()) {
        if (entry.getKey().isDamage()) {
          return entry.getKey();
        }
        if (entry.getValue() > most) {
          best = entry.getKey();
          most = entry.getValue();
        }
      }
      return best;
    }
  }
}
