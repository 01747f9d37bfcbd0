package dev.mtm.demo;

import java.util.List;

/// A source of pseudo-random choices that gives the same row for the same seed on every machine and Java release.
/// Not for use by several threads.
///
/// @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number
///     generators (SplitMix64)</a>
final class Chance {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Chance(long seed) {
        state = seed;
    }

    /// A new source that no longer depends on how often this one is asked.
    Chance fork() {
        return new Chance(next());
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// A shuffling of all 64-bit numbers: different inputs have different results.
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /// A whole number from 0 up to, not including, `bound`.
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /// A whole number between both ends, which are included.
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /// A number from 0 up to, not including, 1.
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    boolean happens(double probability) {
        return unit() < probability;
    }

    /// A number that is near 0 with deviation 1, never beyond 3: close to a normal distribution without its tails.
    double bell() {
        return (unit() + unit() + unit() - 1.5) * 2;
    }

    /// A number between both ends, above 0, whose logarithm is about even: from 10 to 100 as often as from 100 to
    /// 1000.
    double logEven(double least, double most) {
        // The bits of a positive double, read as a whole number, grow about as its logarithm.
        long low = Double.doubleToRawLongBits(least);
        long high = Double.doubleToRawLongBits(most);
        return Double.longBitsToDouble(low + (long) ((high - low) * unit()));
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /// An index, each as frequent as its weight.
    int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double rest = unit() * sum;
        for (int index = 0; index < weights.length - 1; index++) {
            rest -= weights[index];
            if (rest < 0) {
                return index;
            }
        }
        return weights.length - 1;
    }
}
