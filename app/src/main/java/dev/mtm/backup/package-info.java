/// Reading history files: one reader per format, a verdict for every row.
@NullMarked
package dev.mtm.backup;

import org.jspecify.annotations.NullMarked;
