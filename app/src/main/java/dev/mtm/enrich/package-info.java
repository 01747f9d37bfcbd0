/// What other services tell of tracks and days.
@NullMarked
package dev.mtm.enrich;

import org.jspecify.annotations.NullMarked;
