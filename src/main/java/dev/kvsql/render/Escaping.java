package dev.kvsql.render;

/**
 * What CSV does with characters that could command a terminal. Every other format escapes them
 * always.
 */
public enum Escaping {
  /** They are replaced as {@link Escapes#forTerminal} does: right when a terminal reads. */
  CONTROL,
  /** They are kept, bytes for bytes: right when a file or program reads. */
  NONE
}
