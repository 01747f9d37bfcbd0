package dev.mtm.question;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// That a question makes a playlist of its tracks.
///
/// @param title   what the playlist is called. A parameter in braces stands for its value: each value makes a playlist
///                of its own
/// @param presets what holds for parameters in place of their defaults, as a reader would write it
public record Playlist(String title, Map<String, String> presets) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

    public Playlist {
        presets = Map.copyOf(presets);
    }

    /// The parameters in the title, in its order.
    public List<String> places() {
        return PLACE.matcher(title).results().map(place -> place.group(1)).toList();
    }

    /// The title with values in the place of parameters.
    public String titled(Map<String, @Nullable Object> values) {
        return PLACE.matcher(title).replaceAll(place -> {
            Object value = values.get(place.group(1));
            return Matcher.quoteReplacement(value == null ? place.group() : value.toString());
        });
    }
}
