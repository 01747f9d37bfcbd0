package dev.mtm.narrative;

import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Metrics.Figure;
import dev.mtm.narrative.Passage.Mention;
import dev.mtm.narrative.Spelling.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prose with places for figures, such as `You heard {top_tracks.0.title} {top_tracks.0.listens:times}.`: whoever
/// writes
/// it, the figures themselves come from the metrics.
final class Draft {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+\\.\\d{1,3}\\.[a-z_]+)(?::([a-z]+))?}");

    private Draft() {}

    /// A place whose figure there is not.
    static final class Unfilled extends Exception {
        Unfilled(String message) {
            super(message);
        }
    }

    /// The prose with its figures in their places.
    ///
    /// @throws Unfilled when a place names no figure, or no form
    static Passage filled(String prose, Metrics metrics) throws Unfilled {
        StringBuilder text = new StringBuilder();
        List<Mention> mentions = new ArrayList<>();
        Matcher place = PLACE.matcher(prose);
        int from = 0;
        while (place.find()) {
            text.append(prose, from, place.start());
            from = place.end();
            String path = place.group(1);
            Figure figure = metrics.figure(path).orElseThrow(() -> new Unfilled("there is no figure {" + path + "}"));
            Optional<Form> form = place.group(2) == null ? Optional.of(Form.PLAIN) : Spelling.form(place.group(2));
            String written = Spelling.of(
                    figure,
                    form.orElseThrow(() -> new Unfilled("there is no form `" + place.group() + "`")),
                    metrics.zone());
            mentions.add(new Mention(text.length(), path, written));
            text.append(written);
        }
        return new Passage(text.append(prose.substring(from)).toString(), mentions);
    }
}
