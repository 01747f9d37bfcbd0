package dev.mtm.web;

import org.jspecify.annotations.Nullable;

/// A drawn stand-in for the picture of a record: the same for the same name, without any network.
///
/// @param ground  the colour behind, 0 to 7, as the style sheet has them
/// @param figure  the colour of the figure, another one
/// @param path    the figure, in a square of eight units
/// @param picture the address of the real one, which is laid over it; null: none is known
public record Cover(
        int ground, int figure, String path, @Nullable String picture) {
    private static final int COLOURS = 8;

    private static final String[] FIGURES = {
        "M4 1a3 3 0 1 0 .01 0z",
        "M0 8V0l8 8z",
        "M0 0h8L4 6z",
        "M0 5q2-4 4 0t4 0v3H0z",
        "M0 8a8 8 0 0 1 8-8v8z",
        "M1 1h2v6H1zM5 1h2v6H5z",
        "M4 0l4 4-4 4-4-4z",
        "M0 4h8v4H0z",
    };

    static Cover of(String name) {
        int hash = name.hashCode() * 0x9E3779B1;
        int ground = hash >>> 29;
        int figure = (ground + 1 + (hash >>> 16) % (COLOURS - 1)) % COLOURS;
        return new Cover(ground, figure, FIGURES[(hash >>> 8) % FIGURES.length], null);
    }

    Cover below(@Nullable String address) {
        return new Cover(ground, figure, path, address);
    }
}
