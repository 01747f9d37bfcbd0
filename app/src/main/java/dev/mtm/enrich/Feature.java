package dev.mtm.enrich;

import java.util.Locale;
import java.util.Optional;

/// One number that is told of the sound of a track. Each has a column of its name in `track_features`.
public enum Feature {
    DANCEABILITY,
    ENERGY,
    SPEECHINESS,
    ACOUSTICNESS,
    INSTRUMENTALNESS,
    LIVENESS,
    VALENCE,
    /// Pitch class, 0 is C; -1 stands for none found.
    KEY(0, 11, true, -1),
    /// 1 is major, 0 minor.
    MODE(0, 1, true, -1),
    /// In dB; 0 is the loudest that a file can be without clipping.
    LOUDNESS(-100, 20, false, Double.NaN),
    /// Beats per minute; 0 stands for none found.
    TEMPO(0, 1_000, false, 0),
    /// Beats in a bar; 0 stands for none found.
    TIME_SIGNATURE(0, 64, true, 0);

    private final double least;
    private final double most;
    private final boolean whole;
    private final double unknown;

    /// A share from 0 to 1.
    Feature() {
        this(0, 1, false, Double.NaN);
    }

    Feature(double least, double most, boolean whole, double unknown) {
        this.least = least;
        this.most = most;
        this.whole = whole;
        this.unknown = unknown;
    }

    /// Its column, and its name in files of ours.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a source says with this number that it does not know.
    public boolean saysUnknown(double value) {
        return value == unknown;
    }

    /// What is wrong with a value, as the rest of a sentence; empty when nothing is.
    public Optional<String> fault(double value) {
        if (!(value >= least && value <= most)) {
            return Optional.of("not from " + shown(least) + " to " + shown(most));
        }
        return whole && value != Math.rint(value) ? Optional.of("not a whole number") : Optional.empty();
    }

    /// As the column takes it.
    Object stored(double value) {
        return whole ? (Object) Math.toIntExact(Math.round(value)) : (Object) value;
    }

    private static String shown(double bound) {
        return String.valueOf(Math.round(bound));
    }
}
