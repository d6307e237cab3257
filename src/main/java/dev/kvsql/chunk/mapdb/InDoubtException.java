package dev.kvsql.chunk.mapdb;

import java.io.IOException;

/** A commit failed and could not be taken back: it may be there when the store is opened again. */
final class InDoubtException extends IOException {
  private static final long serialVersionUID = 1;

  InDoubtException(String reason, IOException cause) {
    super(reason, cause);
  }
}
