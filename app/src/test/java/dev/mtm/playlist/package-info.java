@NullMarked
package dev.mtm.playlist;

import org.jspecify.annotations.NullMarked;
