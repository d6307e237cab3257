package dev.kvsql.chunk;

/**
 * Hears of the operations on a store, while it wants to. Called by the threads that make them; must
 * not throw.
 */
public interface StoreListener {
  /** Whether it wants to hear; when not, nothing is measured. */
  boolean isListening();

  /**
   * A value was looked up.
   *
   * @param bytes of the value; 0 when there is none
   */
  void got(byte[] key, int bytes, long nanos);

  /**
   * A range was read, to its end.
   *
   * @param values how many there were
   * @param bytes of keys and values
   */
  void scanned(KeyRange range, long values, long bytes, long nanos);

  /** A batch was carried out, or refused. */
  void applied(WriteBatch batch, Durability durability, long nanos);
}
