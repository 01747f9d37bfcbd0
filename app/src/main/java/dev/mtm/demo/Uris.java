package dev.mtm.demo;

/// Spotify URIs with invented ids: 22 digits of base 62, different for each number of a kind.
final class Uris {
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int HALF = 11;

    private final long seed;

    Uris(long seed) {
        this.seed = seed;
    }

    /// @param kind the middle part, such as `track` or `episode`
    String of(String kind, int number) {
        // Chance.mix maps different numbers to different halves, so no two ids of one seed are alike.
        long high = Chance.mix(Chance.mix(seed ^ kind.hashCode()) + number);
        long low = Chance.mix(high ^ seed);
        StringBuilder uri = new StringBuilder("spotify:").append(kind).append(':');
        digits(uri, high);
        digits(uri, low);
        return uri.toString();
    }

    /// Adds a number as eleven digits, the lowest first.
    private static void digits(StringBuilder uri, long half) {
        long rest = half;
        for (int digit = 0; digit < HALF; digit++) {
            uri.append(DIGITS.charAt((int) Long.remainderUnsigned(rest, DIGITS.length())));
            rest = Long.divideUnsigned(rest, DIGITS.length());
        }
    }
}
