package dev.mtm.listening;

import java.util.Arrays;

/// How the start of a play is known.
public enum TimeBasis {
    /// The source gives the start itself.
    START_GIVEN("start-given"),
    /// The source gives the end to the second and the time listened; the start is their difference.
    END_MINUS_LISTENED("end-minus-listened"),
    /// The source gives the end and the track's length only; the start is at the earliest their difference.
    END_MINUS_DURATION("end-minus-duration"),
    /// The source gives the end to the minute.
    MINUTE_PRECISION("minute-precision");

    private final String label;

    TimeBasis(String label) {
        this.label = label;
    }

    /// The one that a word of the store means.
    public static TimeBasis of(String label) {
        return Arrays.stream(values())
                .filter(basis -> basis.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no time basis " + label));
    }

    /// The word that the store and the answers use.
    public String label() {
        return label;
    }
}
