/**
 * Files that must survive: as little of a file system as stores and undo records need, so that a
 * disk can be simulated, and files of checksummed frames on top of it. Uses nothing of kvsql.
 */
@NullMarked
package dev.kvsql.disk;

import org.jspecify.annotations.NullMarked;
