/// The command line: thin commands over the capabilities.
@NullMarked
package dev.mtm.cli;

import org.jspecify.annotations.NullMarked;
