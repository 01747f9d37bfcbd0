@NullMarked
package dev.mtm.fakes.spotify;

import org.jspecify.annotations.NullMarked;
