package dev.mtm.playlist;

import dev.mtm.question.TrackName;
import java.util.List;
import java.util.Map;

/// A managed playlist as it is made for a stretch of time.
///
/// @param theme     what it is about, a few words
/// @param reasoning how it came about, whole sentences
/// @param picks     its tracks in order
/// @param names     what they are called
public record Mix(Slot slot, String theme, String reasoning, List<Pick> picks, Map<String, TrackName> names) {
    public Mix {
        picks = List.copyOf(picks);
        names = Map.copyOf(names);
    }

    Edition edition() {
        Managed playlist = slot.playlist();
        return new Edition(
                playlist.playlist(),
                playlist.title(),
                theme + ". Made anew " + (playlist == Managed.DAILY ? "every day." : "every six hours."),
                slot.asOf(),
                picks.stream().map(Pick::track).toList());
    }
}
