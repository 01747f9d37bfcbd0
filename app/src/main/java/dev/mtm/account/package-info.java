/// Whose history it is: the listener, their zone and their counting rule.
@NullMarked
package dev.mtm.account;

import org.jspecify.annotations.NullMarked;
