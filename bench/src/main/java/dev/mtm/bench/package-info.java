/// Measurements, run by hand: see bench/README.md. Nothing here runs in the build, because a time that depends on what
/// else the machine does proves nothing there.
@NullMarked
package dev.mtm.bench;

import org.jspecify.annotations.NullMarked;
