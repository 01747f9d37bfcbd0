/// Where everything is wired together, by hand and in order.
@NullMarked
package dev.mtm.app;

import org.jspecify.annotations.NullMarked;
