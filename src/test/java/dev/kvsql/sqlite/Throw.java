package dev.kvsql.sqlite;

import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.util.function.Supplier;

/** What can be thrown by whatever is below an upcall. */
@SuppressWarnings({"ImmutableEnumChecker", "TypeParameterUnusedInFormals", "DoNotCallSuggester"})
enum Throw {
  STORE(() -> new StoreException.Failed("no", null)),
  DAMAGED(() -> new StoreException.Damaged("damaged", null)),
  IO(() -> new StoreException.Failed("no", new IOException("input/output error"))),
  DISK_FULL(
      () -> new StoreException.Failed("no", new IOException("No space left on device")),
      ResultCode.FULL),
  BUG(() -> new IllegalStateException("a bug")),
  NO_MESSAGE(NullPointerException::new),
  ASSERTION(() -> new AssertionError("a bug")),
  STACK(StackOverflowError::new),
  LINKAGE(() -> new NoClassDefFoundError("dev/kvsql/Missing")),
  MEMORY(() -> new OutOfMemoryError("Java heap space"), ResultCode.IOERR_NOMEM),
  MEMORY_BELOW(
      () -> new StoreException.Failed("no", new OutOfMemoryError()), ResultCode.IOERR_NOMEM),
  CIRCLE(Throw::circle);

  private final Supplier<Throwable> supplier;

  /** The code that SQLite sees whatever the call was; 0 for that of the call. */
  private final int code;

  Throw(Supplier<Throwable> supplier) {
    this(supplier, 0);
  }

  Throw(Supplier<Throwable> supplier, int code) {
    this.supplier = supplier;
    this.code = code;
  }

  /** What SQLite sees of it when the call's own code is this. */
  int code(int ofCall) {
    return code == 0 ? ofCall : code;
  }

  private static Throwable circle() {
    RuntimeException first = new IllegalStateException("round");
    first.initCause(new IllegalStateException("and round", first));
    return first;
  }

  Throwable make() {
    return supplier.get();
  }

  /** Throws it, whether the compiler knows or not. */
  <T> T now() {
    throw unchecked(make());
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
