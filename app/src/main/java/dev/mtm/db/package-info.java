/// One database, two dialects: transactions, parameters and rows for SQLite and PostgreSQL.
@NullMarked
package dev.mtm.db;

import org.jspecify.annotations.NullMarked;
