/**
 * Writes the manual pages of the commands: what their specs tell, and what is written by hand in
 * {@code src/main/man}. Not part of the program.
 */
@NullMarked
package dev.kvsql.man;

import org.jspecify.annotations.NullMarked;
