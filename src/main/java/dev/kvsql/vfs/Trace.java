package dev.kvsql.vfs;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreListener;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.vfs.TraceReport.Batches;
import dev.kvsql.vfs.TraceReport.Calls;
import dev.kvsql.vfs.TraceReport.Event;
import dev.kvsql.vfs.TraceReport.Gets;
import dev.kvsql.vfs.TraceReport.Scans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Adds up what goes on in a mount between {@link #begin} and {@link #end}; costs one look at a flag
 * for each call otherwise, and nothing in a mount without one. Memory does not depend on how much
 * goes on. Safe for several threads.
 */
public final class Trace implements StoreListener {
  /** How many single events are kept. */
  private static final int MOST_EVENTS = 3;

  private final Map<FileTag, Map<FileCall, Calls>> calls = new EnumMap<>(FileTag.class);
  private final List<Event> slowest = new ArrayList<>();
  private Gets gets = new Gets(0, 0, 0);
  private Scans scans = new Scans(0, 0, 0, 0);
  private Batches batches = new Batches(0, 0, 0, 0, 0, 0);
  private volatile boolean listening;

  /** Starts anew. */
  public synchronized void begin() {
    calls.clear();
    slowest.clear();
    gets = new Gets(0, 0, 0);
    scans = new Scans(0, 0, 0, 0);
    batches = new Batches(0, 0, 0, 0, 0, 0);
    listening = true;
  }

  /** Stops, and tells what went on. */
  public synchronized TraceReport end() {
    listening = false;
    List<Calls> all = new ArrayList<>();
    calls.values().forEach(ofFile -> all.addAll(ofFile.values()));
    return new TraceReport(all, gets, scans, batches, slowest);
  }

  @Override
  public boolean isListening() {
    return listening;
  }

  synchronized void called(FileTag file, FileCall call, long offset, long bytes, long nanos) {
    calls
        .computeIfAbsent(file, _ -> new EnumMap<>(FileCall.class))
        .merge(
            call,
            new Calls(file, call, 1, bytes, nanos),
            (a, b) ->
                new Calls(file, call, a.count() + 1, a.bytes() + b.bytes(), a.nanos() + b.nanos()));
    keep(new TraceReport.Call(file, call, offset, bytes, nanos));
  }

  /** Makes a call on a file that is not open, and takes note of it. */
  <T> T called(FileTag file, FileCall call, Supplier<T> made) {
    if (!listening) {
      return made.get();
    }
    long start = System.nanoTime();
    try {
      return made.get();
    } finally {
      called(file, call, 0, 0, System.nanoTime() - start);
    }
  }

  @Override
  public synchronized void got(byte[] key, int bytes, long nanos) {
    gets = new Gets(gets.count() + 1, gets.bytes() + bytes, gets.nanos() + nanos);
    keep(new TraceReport.Get(key, bytes, nanos));
  }

  @Override
  public synchronized void scanned(KeyRange range, long values, long bytes, long nanos) {
    scans =
        new Scans(
            scans.count() + 1,
            scans.values() + values,
            scans.bytes() + bytes,
            scans.nanos() + nanos);
    keep(new TraceReport.Scan(range, values, bytes, nanos));
  }

  @Override
  public synchronized void applied(WriteBatch batch, Durability durability, long nanos) {
    long puts = 0;
    long bytes = 0;
    for (WriteBatch.Operation operation : batch.operations()) {
      if (operation instanceof WriteBatch.Put(byte[] _, byte[] value)) {
        puts++;
        bytes += value.length;
      }
    }
    long deletes = batch.operations().size() - puts;
    boolean forced = durability == Durability.FORCED;
    batches =
        new Batches(
            batches.count() + 1,
            batches.puts() + puts,
            batches.deletes() + deletes,
            batches.bytes() + bytes,
            batches.forced() + (forced ? 1 : 0),
            batches.nanos() + nanos);
    keep(new TraceReport.Batch(puts, deletes, bytes, forced, nanos));
  }

  private void keep(Event event) {
    if (slowest.size() == MOST_EVENTS && slowest.getLast().nanos() >= event.nanos()) {
      return;
    }
    slowest.add(event);
    slowest.sort(Comparator.comparingLong(Event::nanos).reversed());
    if (slowest.size() > MOST_EVENTS) {
      slowest.removeLast();
    }
  }
}
