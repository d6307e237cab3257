/**
 * Scripts that complete command lines: what a command line may consist of, told by the specs of the
 * commands, and a writer for each shell. Uses nothing of ours; knows picocli.
 */
@NullMarked
package dev.kvsql.cli.completion;

import org.jspecify.annotations.NullMarked;
