/** What {@code sql} and the shell share: how a statement is run, its rows and its errors. */
@NullMarked
package dev.kvsql.cli.statement;

import org.jspecify.annotations.NullMarked;
