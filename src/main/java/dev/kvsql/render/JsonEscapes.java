package dev.kvsql.render;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/** Has Jackson escape what {@link Escapes} calls unsafe, beyond what JSON itself asks for. */
final class JsonEscapes extends CharacterEscapes {

  private static final long serialVersionUID = 1;
  private static final int DELETE = 0x7f;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_STANDARD;
    return codes;
  }

  /** Asked for each UTF-16 code unit beyond ASCII; cannot know whether a surrogate has its pair. */
  @Override
  public @Nullable SerializableString getEscapeSequence(int codeUnit) {
    return Escapes.isUnsafe(codeUnit) && !Escapes.isSurrogate(codeUnit)
        ? new SerializedString(Escapes.unicode(codeUnit))
        : null;
  }
}
