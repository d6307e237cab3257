/** Failures as people read them, in every command and in the shell. */
@NullMarked
package dev.kvsql.cli.failure;

import org.jspecify.annotations.NullMarked;
