package dev.mtm.lyrics;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words of a track. They belong to those who wrote them: they are shown to the listener, and go into no log, no
/// export and no page that others can see.
///
/// @param plain  line by line; null: not known
/// @param synced each line after the minute and second at which it begins, as `[01:23.45] words`; null: not known
/// @param instrumental whether it has no words
public record Lyrics(@Nullable String plain, @Nullable String synced, boolean instrumental) {
    private static final Pattern TIMES = Pattern.compile("(?m)^(?:\\[[^\\]\\n]*\\][ \\t]*)+");

    boolean isEmpty() {
        return plain == null && synced == null && !instrumental;
    }

    /// The words alone; null where they are not known, or there are none.
    public @Nullable String text() {
        return plain != null || synced == null
                ? plain
                : TIMES.matcher(synced).replaceAll("").strip();
    }

    /// Without the words, so that they cannot come into a log.
    @Override
    public String toString() {
        return "Lyrics[plain=" + (plain != null) + ", synced=" + (synced != null) + ", instrumental=" + instrumental
                + "]";
    }
}
