/**
 * The shell: a session over an open store that takes SQL and dot commands line by line, from
 * whatever {@link dev.kvsql.cli.repl.Console} it is given. Knows no terminal: that is {@code
 * cli.repl.terminal}, which is loaded only when somebody types.
 */
@NullMarked
package dev.kvsql.cli.repl;

import org.jspecify.annotations.NullMarked;
