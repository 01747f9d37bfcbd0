package dev.mtm.question;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to give a question that wants something, when nobody asks it: a track and an artist that are there. The same in
/// two stores that hold the same.
///
/// @param track its title is the id, by which it is found; empty in a store without tracks
record Examples(Optional<TrackName> track) {
    static Examples in(Session session) throws SQLException {
        return new Examples(session.first(
                "select track_id, artist_name from tracks where artist_name is not null order by track_key limit 1",
                row -> new TrackName(row.text(1), row.text(2))));
    }

    /// Whether there is an example of everything that a question wants.
    boolean suffice(Question question) {
        return question.lacking(given(question)).isEmpty();
    }

    /// What a question wants; of several of which one will do, the first.
    Map<String, String> given(Question question) {
        return givens(question).getFirst();
    }

    /// What a question wants, once for each of several of which one will do.
    List<Map<String, String>> givens(Question question) {
        Map<String, String> always = new HashMap<>();
        for (Parameter parameter : question.parameters()) {
            if (parameter.findFallback().isEmpty()) {
                example(parameter).ifPresent(value -> always.put(parameter.name(), value));
            }
        }
        List<Map<String, String>> givens = new ArrayList<>();
        for (String name : question.header().wants()) {
            Map<String, String> given = new HashMap<>(always);
            question.parameters().stream()
                    .filter(parameter -> parameter.name().equals(name))
                    .forEach(parameter -> example(parameter).ifPresent(value -> given.put(name, value)));
            givens.add(given);
        }
        return givens.isEmpty() ? List.of(always) : givens;
    }

    private Optional<String> example(Parameter parameter) {
        return switch (parameter.type()) {
            case TRACK -> track.map(TrackName::title);
            case ARTIST -> track.map(TrackName::artist);
            case DATE, MONTH, YEAR -> Optional.of(Parameter.TODAY.name());
            case COUNT -> Optional.of("1");
            case TEXT, WORDS -> Optional.of("a");
            case CHOICE -> parameter.choices().stream().findFirst();
        };
    }
}
