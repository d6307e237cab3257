package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import org.mapdb.DBException;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.serializer.SerializerByteArray;

/**
 * Byte arrays as MapDB's own serializer has them, but lengths and counts are believed only as far
 * as the record has bytes for them: MapDB allocates whatever a damaged record claims.
 */
final class BoundedBytes extends SerializerByteArray {
  private static final int LONGEST_PACKED_INT = 5;

  /** As its parent does, with room made once: MapDB's buffer doubles, and copies, step by step. */
  @Override
  public void serialize(DataOutput2 out, byte[] value) throws IOException {
    out.ensureAvail(value.length + LONGEST_PACKED_INT);
    out.packInt(value.length);
    out.write(value);
  }

  @Override
  public byte[] deserialize(DataInput2 in, int available) throws IOException {
    byte[] bytes = new byte[count(in)];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public byte[][] valueArrayDeserialize(DataInput2 in, int size) throws IOException {
    byte[][] arrays = new byte[count(in)][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = deserialize(in, -1);
    }
    return arrays;
  }

  /** A number of things that take at least a byte each. */
  private static int count(DataInput2 in) throws IOException {
    int count = in.unpackInt();
    byte[] array = in.internalByteArray();
    int end = array == null ? in.internalByteBuffer().limit() : array.length;
    if (count < 0 || count > end - in.getPos()) {
      throw new DBException.DataCorruption("a record claims more bytes than it has");
    }
    return count;
  }
}
