/// A house that breaks every rule of [dev.mtm.ArchitectureTest], so that each rule is seen to work.
@NullMarked
package dev.mtm.crooked.db;

import org.jspecify.annotations.NullMarked;
