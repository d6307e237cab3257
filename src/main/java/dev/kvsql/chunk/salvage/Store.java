package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.NodeDecoder.Values;
import dev.kvsql.chunk.salvage.Outcome.Got;
import dev.kvsql.chunk.salvage.Outcome.Lost;
import java.util.Arrays;

/** A file's records by what they hold, and which of them have been used. */
final class Store {
  static final long CATALOG_RECID = 1;

  /** Nodes that were read in their place. */
  final Recids nodes = new Recids();

  /** Records that hold values of entries. */
  final Recids values = new Recids();

  private final IndexTable index;
  private final RecordReader records;

  private Store(IndexTable index, RecordReader records) {
    this.index = index;
    this.records = records;
  }

  static Store open(StoreImage image, LossLog losses) {
    IndexTable index = new IndexTable(image);
    index.load(losses);
    return new Store(index, new RecordReader(image, index));
  }

  long maxRecid() {
    return index.maxRecid();
  }

  RecordReader records() {
    return records;
  }

  /** A damage of a record. */
  Damage damage(long recid, Fault fault) {
    return new Damage(recid, records.offsetOf(recid), fault);
  }

  /** The recid that a record holds. */
  Outcome<Long> recid(long holder) {
    return records
        .read(holder)
        .then(record -> {
          Cursor in = new Cursor(record);
          long recid = in.recid();
          return in.isDone() && recid >= IndexTable.FIRST_FREE_RECID
              ? new Got<>(recid)
              : malformed(holder);
        });
  }

  /** The B-tree node that a record holds. */
  Outcome<Node> node(long recid, Values values) {
    return records
        .read(recid)
        .then(record -> {
          Node node = NodeDecoder.decode(record, values);
          return node == null ? malformed(recid) : new Got<>(node);
        });
  }

  /** The value that a record holds: its length, then that many bytes. */
  Outcome<byte[]> value(long recid) {
    return records
        .read(recid)
        .then(record -> {
          Cursor in = new Cursor(record);
          int length = in.count();
          int at = in.at();
          in.skip(length);
          return in.isDone()
              ? new Got<>(Arrays.copyOfRange(record, at, at + length))
              : malformed(recid);
        });
  }

  private <T> Outcome<T> malformed(long recid) {
    return new Lost<>(damage(recid, Fault.MALFORMED));
  }
}
