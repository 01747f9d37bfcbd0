package dev.mtm.sync;

import dev.mtm.listening.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where plays come from while they happen.
public interface LivePlays {
    /// How many plays the service remembers.
    int REMEMBERED = 50;

    /// The last plays that the service remembers, in any order; at most [#REMEMBERED].
    ///
    /// @throws dev.mtm.problem.MtmException when the service does not answer, wants a new sign-in, or asks
    /// to wait
    Told recent();

    /// What is playing now; empty when nothing is.
    ///
    /// @throws dev.mtm.problem.MtmException as [#recent]
    Optional<Now> now();

    /// What the service told of the last plays.
    ///
    /// @param skipped entries that name no track or no time, and of which no play can be made
    record Told(List<Recent> plays, int skipped) {
        public Told {
            plays = List.copyOf(plays);
        }
    }

    /// A play that has ended.
    ///
    /// @param endedAt    when it stopped
    /// @param contextUri the playlist or album that it was played from; null when the service does not tell
    record Recent(Track track, Instant endedAt, @Nullable String contextUri) {}

    /// What is playing.
    ///
    /// @param track    null: a podcast
    /// @param playing  false: paused
    /// @param progress how far it is; null when the service does not tell
    record Now(
            @Nullable Track track,
            boolean playing,
            @Nullable Duration progress) {}
}
