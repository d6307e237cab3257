/** Values as people write them on a command line or in the shell: sizes, times, chunk indexes. */
@NullMarked
package dev.kvsql.cli.option;

import org.jspecify.annotations.NullMarked;
