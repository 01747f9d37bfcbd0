package dev.mtm.genres;

import dev.mtm.enrich.JsonSource;
import java.util.List;

/// A service that knows which genres an artist plays.
public interface GenreSource {
    /// One word, as it is kept with the genres.
    String name();

    /// What it brings, for the listener.
    String title();

    /// Who is asked.
    JsonSource service();

    /// How many calls one artist takes at most.
    int calls();

    /// The genres of an artist, what most agree on first; none where it knows none, or cannot tell which artist is
    /// meant.
    ///
    /// @throws dev.mtm.net.RemoteFailure when there is no answer
    List<String> genres(Artist artist);
}
