package dev.mtm.backup;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// How often a backup is due.
public enum Schedule {
    OFF(Duration.ZERO),
    DAILY(Duration.ofDays(1)),
    WEEKLY(Duration.ofDays(7));

    private final Duration period;

    Schedule(Duration period) {
        this.period = period;
    }

    /// The time after which the newest backup is too old; zero where none is ever due.
    public Duration period() {
        return period;
    }

    /// The word for the setting.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The schedule of a name.
    ///
    /// @throws MtmException when there is none of that name
    public static Schedule of(String label) {
        return Arrays.stream(values())
                .filter(schedule -> schedule.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new MtmException(
                        ErrorCode.USAGE,
                        "there is no schedule named " + label,
                        "backup-schedule",
                        "Choose off, daily or weekly."));
    }
}
