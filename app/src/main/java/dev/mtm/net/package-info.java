/// Calls to other services, politely: never too many, never too fast, and not before they asked to.
@NullMarked
package dev.mtm.net;

import org.jspecify.annotations.NullMarked;
