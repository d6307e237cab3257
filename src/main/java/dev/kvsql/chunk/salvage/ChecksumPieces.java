package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.NodeDecoder.Values;
import dev.kvsql.chunk.salvage.Outcome.Got;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Tells companion maps by what is in them, when no catalog names them: their values are the CRC32C,
 * 4 bytes, big-endian, of the values that another map has for the same keys.
 */
final class ChecksumPieces {
  /** So many entries of a piece are held against others: looking for a key takes a while. */
  private static final int SAMPLES = 4;

  private final Store store;
  private final List<Piece> pieces;

  private record Entry(byte[] key, byte[] value) {}

  ChecksumPieces(Store store, List<Piece> pieces) {
    this.store = store;
    this.pieces = pieces;
  }

  /** The piece that a piece has checksums for; empty when it has none. */
  Optional<Piece> subjectOf(Piece piece) {
    List<Entry> samples = samplesOf(piece);
    return pieces.stream()
        .filter(other -> other.first() != piece.first())
        .filter(other -> samples.stream().anyMatch(sample -> fits(sample, other)))
        .findFirst();
  }

  private List<Entry> samplesOf(Piece piece) {
    List<Entry> samples = new ArrayList<>();
    if (store.node(piece.first(), Values.BYTES) instanceof Got<Node>(Node leaf)) {
      for (int i = 0; i < leaf.entryCount() && samples.size() < SAMPLES; i++) {
        byte[] key = leaf.entryKey(i);
        valueOf(leaf, i)
            .filter(value -> value.length == Integer.BYTES)
            .ifPresent(value -> samples.add(new Entry(key, value)));
      }
    }
    return samples;
  }

  private boolean fits(Entry sample, Piece other) {
    long recid = other.span().contains(sample.key) ? other.first() : 0;
    for (long i = 0; recid != 0 && i < other.leaves(); i++) {
      if (!(store.node(recid, Values.BYTES) instanceof Got<Node>(Node leaf))) {
        return false;
      }
      if (leaf.span().contains(sample.key)) {
        return fits(sample, leaf);
      }
      recid = leaf.link();
    }
    return false;
  }

  private boolean fits(Entry sample, Node leaf) {
    for (int i = 0; i < leaf.entryCount(); i++) {
      if (Arrays.equals(leaf.entryKey(i), sample.key)) {
        return valueOf(leaf, i)
            .map(ChecksumPieces::checksum)
            .filter(checksum -> Arrays.equals(checksum, sample.value))
            .isPresent();
      }
    }
    return false;
  }

  private Optional<byte[]> valueOf(Node leaf, int entry) {
    if (leaf.hasValuesInside()) {
      return Optional.of(leaf.valueInside(entry));
    }
    return store.value(leaf.valueRecid(entry)) instanceof Got<byte[]>(byte[] value)
        ? Optional.of(value)
        : Optional.empty();
  }

  private static byte[] checksum(byte[] value) {
    CRC32C checksum = new CRC32C();
    checksum.update(value);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
  }
}
