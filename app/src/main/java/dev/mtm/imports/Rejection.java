package dev.mtm.imports;

import org.jspecify.annotations.Nullable;

/// A row that could not become a play.
///
/// @param row    counted from 1 in its file
/// @param reason what is wrong with it, in words
/// @param text   what was read of it; null when nothing was; holds no address and no name of a user
public record Rejection(long row, String reason, @Nullable String text) {
    private static final int LONGEST = 500;

    public Rejection {
        if (text != null && text.length() > LONGEST) {
            int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
            text = text.substring(0, end) + "…";
        }
    }

    /// A row from which on nothing could be read.
    static Rejection ofTheRest(long row, String reason) {
        return new Rejection(row, reason + "; rows from here on could not be read", null);
    }
}
