package dev.kvsql.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/**
 * A driver's connection, statements and results, with three additions: an exception that SQLite
 * raised because the store failed has the store's failure as its cause and in its message, closing
 * the connection lets its mount go, and a thread whose stack ends hears of it before SQLite does.
 */
final class MountedConnection implements InvocationHandler {
  private static final Set<Class<?>> WRAPPED =
      Set.of(
          Connection.class,
          Statement.class,
          PreparedStatement.class,
          CallableStatement.class,
          ResultSet.class);

  private final Object delegate;
  private final Failures failures;
  private final AtomicReference<Runnable> onClose;

  private MountedConnection(Object delegate, Failures failures, AtomicReference<Runnable> onClose) {
    this.delegate = delegate;
    this.failures = failures;
    this.onClose = onClose;
  }

  static Connection of(Connection connection, Failures failures, Runnable onClose) {
    return wrap(
        Connection.class,
        new MountedConnection(connection, failures, new AtomicReference<>(onClose)));
  }

  private static <T> T wrap(Class<T> type, MountedConnection handler) {
    Object proxy =
        Proxy.newProxyInstance(
            MountedConnection.class.getClassLoader(), new Class<?>[] {type}, handler);
    return type.cast(proxy);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    boolean closing = method.getName().equals("close");
    if (closing) {
      StackRoom.requireToClose();
    } else if (mayCallBack(method.getName())) {
      StackRoom.require();
    }
    failures.forget();
    try {
      return wrapped(method.invoke(delegate, args), method.getReturnType());
    } catch (InvocationTargetException e) {
      throw translated(e.getCause() == null ? e : e.getCause());
    } finally {
      if (closing && delegate instanceof Connection) {
        onClose.getAndSet(() -> {}).run();
      }
    }
  }

  /** Whether SQLite may call the VFS: when it runs something, or goes on to another row. */
  private boolean mayCallBack(String method) {
    return switch (delegate) {
      case ResultSet _ -> method.equals("next");
      case Statement _ ->
          method.startsWith("execute")
              || method.equals("getMoreResults")
              || method.equals("getGeneratedKeys");
      default -> !method.equals("createStatement");
    };
  }

  /** By what the method promises: the driver's result sets are their own metadata. */
  private @Nullable Object wrapped(@Nullable Object result, Class<?> type) {
    return result == null || !WRAPPED.contains(type) ? result : wrap(type, around(result));
  }

  private MountedConnection around(Object inner) {
    return new MountedConnection(inner, failures, onClose);
  }

  private Throwable translated(Throwable thrown) {
    return thrown instanceof SQLException e ? translated(e, failures) : thrown;
  }

  /** An exception that says why the store failed, if that is what made SQLite raise it. */
  static SQLException translated(SQLException thrown, Failures failures) {
    Throwable cause = failures.take();
    if (cause == null || thrown.getCause() != null) {
      return thrown;
    }
    String message = thrown.getMessage() + "; " + Failures.text(cause);
    SQLException told =
        thrown instanceof SQLiteException e
            ? new SQLiteException(message, e.getResultCode())
            : new SQLException(message);
    told.initCause(cause);
    return told;
  }
}
