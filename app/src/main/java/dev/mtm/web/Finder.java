package dev.mtm.web;

import dev.mtm.question.SearchIndex;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Searches, with one index for all requests, made anew when the store has changed.
final class Finder {
    private @Nullable SearchIndex index;

    SearchIndex.Findings find(Library library, String text, LocalDate day) {
        LocalDate today = library.today();
        return index(library, today).search(text, day, today);
    }

    private synchronized SearchIndex index(Library library, LocalDate today) {
        SearchIndex current = library.directory().index(index, today);
        index = current;
        return current;
    }
}
