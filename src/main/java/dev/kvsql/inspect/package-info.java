/**
 * Looking into a store without changing it: what keys, chunks and pages there are. May use {@code
 * chunk}, {@code file}, {@code format} and {@code sqlite}.
 */
@NullMarked
package dev.kvsql.inspect;

import org.jspecify.annotations.NullMarked;
