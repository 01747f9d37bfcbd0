package dev.mtm.genres;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What listeners say of an artist.
///
/// @param votes how many say so, on the service's own scale
record Tag(String name, int votes) {
    /// No artist gets more genres.
    private static final int MOST = 8;

    /// The genres among tags that are genres, as they are stored: in lower case, the most votes first.
    ///
    /// @param least votes that one needs
    static List<String> genres(List<Tag> tags, int least) {
        return tags.stream()
                .filter(tag -> tag.votes() >= least)
                .sorted(Comparator.comparingInt(Tag::votes).reversed().thenComparing(Tag::name))
                .map(tag -> tag.name().strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
    }
}
