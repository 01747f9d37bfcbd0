package dev.mtm.web;

import org.jspecify.annotations.Nullable;

/// What was done just now, for the next page that the same browser reads.
///
/// @param secret shown this once, to be copied; null: none
public record Notice(String sentence, @Nullable String secret) {
    static Notice of(String sentence) {
        return new Notice(sentence, null);
    }
}
