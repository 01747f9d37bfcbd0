package dev.mtm.fakes.reccobeats;

import java.util.SplittableRandom;

/// What ReccoBeats tells of the sound of a track.
///
/// @param key  pitch class, 0 is C
/// @param mode 1 major, 0 minor
/// @param loudness in dB
/// @param tempo in beats per minute
public record Features(
        double acousticness,
        double danceability,
        double energy,
        double instrumentalness,
        int key,
        double liveness,
        double loudness,
        int mode,
        double speechiness,
        double tempo,
        double valence) {
    /// Invented ones, the same for the same id.
    public static Features of(String trackId) {
        SplittableRandom chance = new SplittableRandom(trackId.hashCode());
        return new Features(
                share(chance),
                share(chance),
                share(chance),
                share(chance),
                chance.nextInt(12),
                share(chance),
                -chance.nextInt(250) / 10.0,
                chance.nextInt(2),
                share(chance),
                (600 + chance.nextInt(1400)) / 10.0,
                share(chance));
    }

    private static double share(SplittableRandom chance) {
        return chance.nextInt(1001) / 1000.0;
    }
}
