package dev.mtm.playlist;

import java.util.Locale;

/// A quarter of a day on the listener's clock, from midnight on.
public enum DayPart {
    NIGHT(0),
    MORNING(3),
    AFTERNOON(2),
    EVENING(1);

    private final int rise;

    DayPart(int rise) {
        this.rise = rise;
    }

    static final int HOURS = 6;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    int firstHour() {
        return ordinal() * HOURS;
    }

    /// How many thirds of a playlist of these hours grow livelier; over the others it calms down.
    int rise() {
        return rise;
    }
}
