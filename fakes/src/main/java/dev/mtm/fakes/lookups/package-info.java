/// The services that are asked for lyrics, genres and weather, started together by hand.
@NullMarked
package dev.mtm.fakes.lookups;

import org.jspecify.annotations.NullMarked;
