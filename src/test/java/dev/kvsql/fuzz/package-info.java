/**
 * The same random SQL on a mount and on a plain file, side by side; and many connections at work
 * while their process is killed or their store fails. Only tests are here.
 */
@NullMarked
package dev.kvsql.fuzz;

import org.jspecify.annotations.NullMarked;
