package dev.mtm.enrich;

import dev.mtm.listening.Track;
import dev.mtm.net.CallBudget;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service that tells of single tracks and artists by their ids; one call each.
public interface DetailSource {
    /// Why it cannot be asked and what would change that, a sentence without a full stop; empty when it can.
    Optional<String> obstacle();

    /// A track; empty when there is none of that id.
    Optional<Track> track(String id);

    /// An artist; empty when there is none of that id.
    Optional<ArtistDetails> artist(String id);

    /// What so many calls would come to.
    CallBudget.Forecast forecast(int calls);

    /// An artist as the service describes them.
    ///
    /// @param genres   may be empty: the service does not tell them of all
    /// @param imageUrl the largest picture; null where there is none
    record ArtistDetails(
            String id,
            String name,
            List<String> genres,
            @Nullable String imageUrl) {
        public ArtistDetails {
            genres = List.copyOf(genres);
        }
    }
}
