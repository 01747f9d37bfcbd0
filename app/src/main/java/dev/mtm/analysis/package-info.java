/// What a period was like, frozen from the answers of questions.
@NullMarked
package dev.mtm.analysis;

import org.jspecify.annotations.NullMarked;
