/// The pages of the server.
@NullMarked
package dev.mtm.web;

import org.jspecify.annotations.NullMarked;
