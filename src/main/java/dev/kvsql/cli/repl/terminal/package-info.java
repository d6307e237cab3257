/**
 * The shell on a terminal: editing, completion, colours, history, pages, Ctrl-C. The only package
 * that edits lines with JLine, and loaded only when somebody types.
 */
@NullMarked
package dev.kvsql.cli.repl.terminal;

import org.jspecify.annotations.NullMarked;
