/**
 * An inspection and a check as one HTML page that needs nothing but itself. The templates are
 * turned into classes of this package when it is built. May use jte, which escapes what they show.
 */
@NullMarked
package dev.kvsql.render.html;

import org.jspecify.annotations.NullMarked;
