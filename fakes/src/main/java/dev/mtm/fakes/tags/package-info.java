/// Services that know which genres artists play.
@NullMarked
package dev.mtm.fakes.tags;

import org.jspecify.annotations.NullMarked;
