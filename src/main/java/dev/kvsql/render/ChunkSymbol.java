package dev.kvsql.render;

import dev.kvsql.inspect.ChunkKind;

/**
 * How a kind of chunk looks in a map: no two kinds have the same glyph, so that a map can be read
 * without colours.
 *
 * @param unicode the glyph, one terminal column
 * @param ascii the glyph where there is nothing but ASCII
 * @param colour SGR code, of the sixteen colours that every terminal has
 * @param words what it means
 */
public record ChunkSymbol(String unicode, String ascii, String colour, String words) {
  private static final String RED = "1;31";
  private static final String YELLOW = "1;33";
  private static final String BLUE = "34";
  private static final String BRIGHT_BLUE = "94";
  private static final String GREEN = "32";
  private static final String BRIGHT_GREEN = "92";
  private static final String CYAN = "36";
  private static final String MAGENTA = "35";
  private static final String GREY = "90";
  private static final String BOLD = "1";

  /** The glyph for a terminal. */
  public String glyph(Glyphs glyphs) {
    return switch (glyphs) {
      case UNICODE -> unicode;
      case ASCII -> ascii;
    };
  }

  /** The symbol of a kind. */
  public static ChunkSymbol of(ChunkKind kind) {
    String words = words(kind);
    return switch (kind) {
      case MISSING -> new ChunkSymbol("×", "X", RED, words);
      case SHORT -> new ChunkSymbol("‹", "<", RED, words);
      case LONG -> new ChunkSymbol("»", "#", RED, words);
      case UNLISTED -> new ChunkSymbol("‼", "!", RED, words);
      case BROKEN -> new ChunkSymbol("¿", "?", RED, words);
      case ORPHAN -> new ChunkSymbol("▲", "^", YELLOW, words);
      case TAIL -> new ChunkSymbol("›", ">", YELLOW, words);
      case UNREACHED -> new ChunkSymbol("~", "~", YELLOW, words);
      case HEADER -> new ChunkSymbol("◆", "H", BOLD, words);
      case TABLE_INTERIOR -> new ChunkSymbol("▣", "T", BRIGHT_BLUE, words);
      case TABLE_LEAF -> new ChunkSymbol("■", "t", BLUE, words);
      case INDEX_INTERIOR -> new ChunkSymbol("◎", "I", BRIGHT_GREEN, words);
      case INDEX_LEAF -> new ChunkSymbol("●", "i", GREEN, words);
      case OVERFLOW -> new ChunkSymbol("=", "=", CYAN, words);
      case FREELIST_TRUNK -> new ChunkSymbol("+", "+", GREY, words);
      case FREELIST_LEAF -> new ChunkSymbol("·", ".", GREY, words);
      case POINTER_MAP -> new ChunkSymbol("≡", "p", MAGENTA, words);
      case LOCK_BYTE -> new ChunkSymbol("L", "L", MAGENTA, words);
      case HOLE -> new ChunkSymbol("_", "_", GREY, words);
      case JOURNAL -> new ChunkSymbol("j", "j", MAGENTA, words);
      case WAL -> new ChunkSymbol("w", "w", MAGENTA, words);
      case SHM -> new ChunkSymbol("m", "m", MAGENTA, words);
    };
  }

  private static String words(ChunkKind kind) {
    return switch (kind) {
      case MISSING -> "missing";
      case SHORT -> "too short";
      case LONG -> "too long";
      case UNLISTED -> "too damaged to list";
      case BROKEN -> "broken page";
      case ORPHAN -> "orphan, past the end";
      case TAIL -> "reaches past the end";
      case UNREACHED -> "not reached";
      case HEADER -> "header and schema";
      case TABLE_INTERIOR -> "table, interior";
      case TABLE_LEAF -> "table, leaf";
      case INDEX_INTERIOR -> "index, interior";
      case INDEX_LEAF -> "index, leaf";
      case OVERFLOW -> "overflow";
      case FREELIST_TRUNK -> "freelist, trunk";
      case FREELIST_LEAF -> "free";
      case POINTER_MAP -> "pointer map";
      case LOCK_BYTE -> "lock-byte page";
      case HOLE -> "hole, not in use";
      case JOURNAL -> "rollback journal";
      case WAL -> "WAL";
      case SHM -> "shared memory";
    };
  }
}
