/**
 * The integrity check: read-only walks over a store that end in findings. May use {@code inspect}
 * and what that may use. Nothing here decides how a finding reads: that is {@code render}'s.
 */
@NullMarked
package dev.kvsql.check;

import org.jspecify.annotations.NullMarked;
