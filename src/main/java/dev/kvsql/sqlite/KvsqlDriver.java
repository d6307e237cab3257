package dev.kvsql.sqlite;

import dev.kvsql.chunk.Store;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver for {@code jdbc:kvsql:/path/app.kv?db=main}. Parameters, in the URL or as
 * properties: {@code db}, the database (default {@code main}); {@code mode}, {@code rw} (default)
 * or {@code ro}; {@code cache}, most bytes of the read cache (default 64 MiB, 0 for none). The
 * cache is the one that the first connection of a process to the store asked for.
 */
public final class KvsqlDriver implements Driver {
  private static final String PREFIX = "jdbc:kvsql:";
  private static final Set<String> PARAMETERS = Set.of("db", "mode", "cache");

  static {
    try {
      DriverManager.registerDriver(new KvsqlDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties properties)
      throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    String[] parts = url.substring(PREFIX.length()).split("\\?", 2);
    Map<String, String> parameters = parameters(parts.length == 2 ? parts[1] : "", properties);
    return Mount.open(
        path(parts[0]),
        parameters.getOrDefault("db", Store.DEFAULT_DATABASE),
        new MountOptions(
            cacheBytes(parameters.get("cache")), use(parameters.getOrDefault("mode", "rw"))));
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties properties) {
    DriverPropertyInfo database = new DriverPropertyInfo("db", Store.DEFAULT_DATABASE);
    database.description = "the database in the store";
    DriverPropertyInfo mode = new DriverPropertyInfo("mode", "rw");
    mode.description = "rw, or ro to leave the store as it is";
    mode.choices = new String[] {"rw", "ro"};
    DriverPropertyInfo cache =
        new DriverPropertyInfo("cache", String.valueOf(MountOptions.DEFAULT_CACHE_BYTES));
    cache.description = "most bytes of the read cache; 0 for none";
    return new DriverPropertyInfo[] {database, mode, cache};
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 1;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("kvsql logs nothing");
  }

  private static Path path(String text) throws SQLException {
    try {
      return Path.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new SQLException("no path of a store: " + text, e);
    }
  }

  private static Map<String, String> parameters(String query, @Nullable Properties properties)
      throws SQLException {
    Map<String, String> parameters = new HashMap<>();
    if (properties != null) {
      for (String name : PARAMETERS) {
        String value = properties.getProperty(name);
        if (value != null) {
          parameters.put(name, value);
        }
      }
    }
    for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
      String[] sides = pair.split("=", 2);
      if (sides.length != 2 || !PARAMETERS.contains(sides[0])) {
        throw new SQLException(
            "unknown parameter " + pair + "; there are db=NAME, mode=rw|ro and cache=BYTES");
      }
      parameters.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static long cacheBytes(@Nullable String text) throws SQLException {
    try {
      long bytes = text == null ? MountOptions.DEFAULT_CACHE_BYTES : Long.parseLong(text);
      if (bytes >= 0) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new SQLException("cache is a number of bytes, not " + text);
  }

  private static MountOptions.Use use(String mode) throws SQLException {
    return switch (mode) {
      case "rw" -> MountOptions.Use.READ_WRITE;
      case "ro" -> MountOptions.Use.READ_ONLY;
      default -> throw new SQLException("mode is rw or ro, not " + mode);
    };
  }
}
