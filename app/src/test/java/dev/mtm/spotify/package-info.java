@NullMarked
package dev.mtm.spotify;

import org.jspecify.annotations.NullMarked;
