/// A year on one picture, to be shown to others.
@NullMarked
package dev.mtm.card;

import org.jspecify.annotations.NullMarked;
