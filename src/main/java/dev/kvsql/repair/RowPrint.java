package dev.kvsql.repair;

import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.TreeItem;
import dev.kvsql.format.Value;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Tells whether two rows are the same: by their payloads, or by their values where these differ.
 */
sealed interface RowPrint {

  /** How to compare rows of databases with these headers. */
  static RowPrint between(DatabaseHeader before, DatabaseHeader after) {
    boolean same = before.encodingName().equals(after.encodingName());
    return same
        ? new OfPayload()
        : new OfValues(
            Charset.forName(before.encodingName()), Charset.forName(after.encodingName()));
  }

  /** What a row of the older database is recognised by: equal prints mean equal rows. */
  ByteBuffer before(TreeItem.Row row);

  /** The same of a row of the newer one. */
  ByteBuffer after(TreeItem.Row row);

  /** Whether two rows are the same, which is found sooner than their prints. */
  boolean same(TreeItem.Row before, TreeItem.Row after);

  /** Records that are alike byte for byte. */
  record OfPayload() implements RowPrint {
    @Override
    public ByteBuffer before(TreeItem.Row row) {
      MessageDigest digest = start(row);
      digest.update(row.payload());
      return ByteBuffer.wrap(digest.digest());
    }

    @Override
    public ByteBuffer after(TreeItem.Row row) {
      return before(row);
    }

    @Override
    public boolean same(TreeItem.Row before, TreeItem.Row after) {
      return before.rowid().equals(after.rowid())
          && Arrays.equals(before.payload(), after.payload());
    }
  }

  /** Values that are alike, text as the characters that it stands for. */
  record OfValues(Charset older, Charset newer) implements RowPrint {
    @Override
    public ByteBuffer before(TreeItem.Row row) {
      return print(row, older);
    }

    @Override
    public ByteBuffer after(TreeItem.Row row) {
      return print(row, newer);
    }

    @Override
    public boolean same(TreeItem.Row before, TreeItem.Row after) {
      return before(before).equals(after(after));
    }

    private static ByteBuffer print(TreeItem.Row row, Charset encoding) {
      MessageDigest digest = start(row);
      for (Value value : row.values()) {
        switch (value) {
          case Value.Null _ -> add(digest, 'n', new byte[0]);
          case Value.Int(long number) -> add(digest, 'i', bytes(number));
          case Value.Real(double number) ->
              add(digest, 'r', bytes(Double.doubleToLongBits(number)));
          case Value.Blob(byte[] bytes) -> add(digest, 'b', bytes);
          case Value.Text(byte[] bytes) ->
              add(digest, 't', new String(bytes, encoding).getBytes(StandardCharsets.UTF_8));
        }
      }
      return ByteBuffer.wrap(digest.digest());
    }

    private static void add(MessageDigest digest, char type, byte[] bytes) {
      digest.update((byte) type);
      digest.update(bytes(bytes.length));
      digest.update(bytes);
    }
  }

  private static MessageDigest start(TreeItem.Row row) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) (row.rowid().isPresent() ? 1 : 0));
      digest.update(bytes(row.rowid().orElse(0)));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
