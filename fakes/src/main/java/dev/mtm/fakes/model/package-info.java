/// A language model that is none, behind the form of OpenAI's chat completions.
@NullMarked
package dev.mtm.fakes.model;

import org.jspecify.annotations.NullMarked;
