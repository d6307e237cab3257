package dev.kvsql.render;

/** Which characters a terminal can show. */
public enum Glyphs {
  UNICODE,
  ASCII
}
