/**
 * The command line: each command validates, opens, calls one service, renders and returns an exit
 * code. Nothing uses this package.
 */
@NullMarked
package dev.kvsql.cli;

import org.jspecify.annotations.NullMarked;
