/// How the schema changes: numbered migrations, up and down, each atomic with its version row.
@NullMarked
package dev.mtm.schema;

import org.jspecify.annotations.NullMarked;
