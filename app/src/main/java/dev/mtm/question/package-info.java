/// Named statistics: one SQL file each, with a header that is its form and its contract.
@NullMarked
package dev.mtm.question;

import org.jspecify.annotations.NullMarked;
