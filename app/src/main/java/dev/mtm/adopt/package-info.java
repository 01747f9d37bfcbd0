/// Taking over what another program of the same family kept: its plays through the importer, its facts beside them.
@NullMarked
package dev.mtm.adopt;

import org.jspecify.annotations.NullMarked;
