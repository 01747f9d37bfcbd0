/// Copies of a store that outlive it: backups, restoring, drills, moves, and the export in open formats.
@NullMarked
package dev.mtm.backup;

import org.jspecify.annotations.NullMarked;
