package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import org.mapdb.BTreeMap;
import org.mapdb.DBException;
import org.mapdb.DataIO;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.Serializer;

/** How MapDB writes the nodes of a {@code BTreeMap<byte[],byte[]>}; see kvsql-store(5), Trees. */
final class TreeNodes implements Serializer<TreeNode> {
  private static final BoundedBytes BYTES = new BoundedBytes();
  private static final int FLAG_BITS = 4;
  private static final byte[][] NONE = {};
  private static final long[] NO_RECIDS = {};

  private final boolean valuesInside;

  private TreeNodes(boolean valuesInside) {
    this.valuesInside = valuesInside;
  }

  static TreeNodes of(BTreeMap<byte[], byte[]> map) {
    return new TreeNodes(map.getValueInline());
  }

  @Override
  public void serialize(DataOutput2 out, TreeNode node) throws IOException {
    packChecked(out, ((long) node.keys().length << FLAG_BITS) + node.flags());
    if (!node.has(TreeNode.RIGHTMOST)) {
      out.packLong(node.link());
    }
    if (node.keys().length > 0) {
      BYTES.valueArraySerialize(out, node.keys());
    }
    for (long recid : node.recids()) {
      packChecked(out, recid);
    }
    if (node.values() != null) {
      BYTES.valueArraySerialize(out, node.values());
    }
  }

  @Override
  public TreeNode deserialize(DataInput2 in, int available) throws IOException {
    long head = checked(in);
    int flags = (int) (head & ((1 << FLAG_BITS) - 1));
    long link = (flags & TreeNode.RIGHTMOST) != 0 ? 0 : in.unpackLong();
    byte[][] keys = head >>> FLAG_BITS == 0 ? NONE : BYTES.valueArrayDeserialize(in, -1);
    int size = keys.length == 0 ? 0 : TreeNode.size(flags, keys.length);
    require(keys.length == head >>> FLAG_BITS && size >= 0);
    boolean directory = (flags & TreeNode.DIRECTORY) != 0;
    require(!directory || size > 0);
    if (valuesInside && !directory) {
      byte[][] values = keys.length == 0 ? NONE : BYTES.valueArrayDeserialize(in, -1);
      require(values.length == size);
      return new TreeNode(flags, link, keys, NO_RECIDS, values);
    }
    long[] recids = new long[size];
    for (int i = 0; i < size; i++) {
      recids[i] = directory ? in.unpackLong() : checked(in);
    }
    return new TreeNode(flags, link, keys, recids, null);
  }

  private static void packChecked(DataOutput2 out, long number) {
    out.packLong(DataIO.parity1Set(number << 1));
  }

  private static long checked(DataInput2 in) throws IOException {
    return DataIO.parity1Get(in.unpackLong()) >>> 1;
  }

  private static void require(boolean sound) {
    if (!sound) {
      throw new DBException.DataCorruption("a node of its tree makes no sense");
    }
  }
}
