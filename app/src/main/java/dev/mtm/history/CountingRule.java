package dev.mtm.history;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// When a play counts as a listen. A rule changes what is derived, never the log.
public enum CountingRule {
    /// Heard for 30 seconds, or for half of the track, or for an unknown time.
    THIRTY_SECONDS(
            "thirty-seconds",
            "when it was heard for 30 seconds, or for half of the track",
            "listened_ms is null or listened_ms >= 30000 or (duration_ms > 0 and listened_ms * 2 >= duration_ms)"),
    /// Played to its end: the source says so, or nine tenths of a track of known length, or an unknown time.
    FINISHED(
            "finished",
            "when it was played to its end",
            "listened_ms is null or reason_end = 'trackdone'"
                    + " or (duration_ms > 0 and listened_ms * 10 >= duration_ms * 9)"),
    /// Heard for half of the track or four minutes, as scrobblers count, or for an unknown time.
    ///
    /// @see <a href="https://www.last.fm/api/scrobbling">Last.fm: when is a scrobble a scrobble?</a>
    HALF_OR_FOUR_MINUTES(
            "half-or-four-minutes",
            "when half of the track or four minutes of it were heard",
            "listened_ms is null or listened_ms >= 240000 or (duration_ms > 0 and listened_ms * 2 >= duration_ms)"),
    /// Every play of music.
    ANY("any", "always", "1 = 1");

    private final String label;
    private final String words;
    private final String condition;

    CountingRule(String label, String words, String condition) {
        this.label = label;
        this.words = words;
        this.condition = condition;
    }

    /// The word by which people choose it.
    public String label() {
        return label;
    }

    /// The end of a sentence that begins with "A play counts".
    public String words() {
        return words;
    }

    /// The rule as SQL over `listened_ms`, `duration_ms` and `reason_end` of a play.
    String condition() {
        return condition;
    }

    /// Whether the rule looks at why a play ended.
    boolean asksForTheEnd() {
        return condition.contains("reason_end");
    }

    /// The rule of a name.
    ///
    /// @throws MtmException when there is no such rule
    public static CountingRule of(String label) {
        return Arrays.stream(values())
                .filter(rule -> rule.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new MtmException(
                        ErrorCode.USAGE,
                        "there is no counting rule named " + label,
                        "counting rule",
                        "Choose one of: "
                                + Arrays.stream(values())
                                        .map(CountingRule::label)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
