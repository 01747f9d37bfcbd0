/// Answers as bytes: text tables, JSON, CSV and Markdown.
@NullMarked
package dev.mtm.render;

import org.jspecify.annotations.NullMarked;
