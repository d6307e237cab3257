package dev.kvsql.render.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Paths as URI references (RFC 3986): relative ones stay relative, absolute ones get a scheme. */
final class UriReference {
  private static final String PLAIN = "/-._~!$&'()*+,;=@";

  private UriReference() {}

  /** The path with every other byte of its UTF-8 as {@code %XX}. */
  static String of(String path) {
    StringBuilder uri = new StringBuilder(path.startsWith("/") ? "file://" : "");
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(one)) {
        uri.append((char) one);
      } else {
        uri.append(String.format(Locale.ROOT, "%%%02X", one & 0xff));
      }
    }
    return uri.toString();
  }

  private static boolean isPlain(byte one) {
    return (one >= 'a' && one <= 'z')
        || (one >= 'A' && one <= 'Z')
        || (one >= '0' && one <= '9')
        || PLAIN.indexOf(one) >= 0;
  }
}
