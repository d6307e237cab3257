/**
 * The damaged library: named stores, each with a damage that was done on purpose to a real
 * database, for the test that compares what the commands say of them.
 */
@NullMarked
package dev.kvsql.damage.library;

import org.jspecify.annotations.NullMarked;
