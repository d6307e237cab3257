package dev.kvsql.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The encodings of text, as section 1.3.13 numbers them. */
final class TextEncoding {
  static final int UTF_8 = 1;
  static final int UTF_16LE = 2;
  static final int UTF_16BE = 3;

  private TextEncoding() {}

  /** The text; nothing when the bytes are not valid in the encoding. */
  static Optional<String> decode(byte[] bytes, int encoding) {
    try {
      return Optional.of(charset(encoding).newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Charset charset(int encoding) {
    return switch (encoding) {
      case UTF_16LE -> StandardCharsets.UTF_16LE;
      case UTF_16BE -> StandardCharsets.UTF_16BE;
      default -> StandardCharsets.UTF_8;
    };
  }
}
