/// Who may come in: the password of the pages, tokens of programs, sessions.
@NullMarked
package dev.mtm.access;

import org.jspecify.annotations.NullMarked;
