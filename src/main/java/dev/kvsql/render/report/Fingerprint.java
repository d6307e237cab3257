package dev.kvsql.render.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stays the same of a finding from one check to the next, so that tools know it again. */
final class Fingerprint {
  private static final int SHOWN_BYTES = 16;

  private Fingerprint() {}

  /** Depends on the kind and on the place; where there is no place, on what was found. */
  static String of(Subject subject, FlatFinding finding) {
    String identity =
        String.join(
            "\0",
            finding.id().text(),
            subject.store(),
            subject.database().orElse(""),
            finding.place().file().map(file -> file.label()).orElse(""),
            finding.place().offset().map(String::valueOf).orElse(finding.found()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
