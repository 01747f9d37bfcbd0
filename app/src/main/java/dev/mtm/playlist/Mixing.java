package dev.mtm.playlist;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Picks tracks by shares, by chance that is the same for the same seed, and puts them into an order.
final class Mixing {
    static final int MOST_OF_AN_ARTIST = 2;

    /// With less of it measured, an order by energy would tell of the gaps more than of the music.
    private static final double MEASURED_ENOUGH = 0.5;

    private final int size;
    private final Set<String> resting;
    private final String seed;
    private final Set<String> tracks = new HashSet<>();
    private final Set<String> songs = new HashSet<>();
    private final Map<String, Integer> ofArtist = new HashMap<>();

    private Mixing(int size, Collection<String> resting, String seed) {
        this.size = size;
        this.resting = Set.copyOf(resting);
        this.seed = seed;
    }

    /// Takes from each share's pool as many as it is to have, as long as there are some that fit, and fills up from the
    /// pools in their order what is missing then.
    ///
    /// @param size    how many at most
    /// @param resting tracks that stay out
    /// @param seed    what chance goes by
    /// @return share after share; no track and no song twice, and of no artist more than two
    static List<Pick> picked(List<Share> shares, int size, Collection<String> resting, String seed) {
        return new Mixing(size, resting, seed).pick(shares);
    }

    private List<Pick> pick(List<Share> shares) {
        List<Share> drawn = shares.stream()
                .map(share -> new Share(share.name(), share.count(), drawn(share.pool())))
                .toList();
        List<Pick> picks = new ArrayList<>();
        for (Share share : drawn) {
            take(share, share.count(), picks);
        }
        for (Share share : drawn) {
            take(share, size, picks);
        }
        return picks;
    }

    private void take(Share share, int count, List<Pick> picks) {
        int taken = 0;
        for (Candidate candidate : share.pool()) {
            if (taken == count || picks.size() == size) {
                return;
            }
            if (fits(candidate)) {
                tracks.add(candidate.track());
                songs.add(candidate.song());
                candidate.artists().forEach(artist -> ofArtist.merge(artist, 1, Integer::sum));
                picks.add(new Pick(candidate.track(), share.name(), candidate.why(), candidate.energy()));
                taken++;
            }
        }
    }

    private boolean fits(Candidate candidate) {
        return !resting.contains(candidate.track())
                && !tracks.contains(candidate.track())
                && !songs.contains(candidate.song())
                && candidate.artists().stream()
                        .allMatch(artist -> ofArtist.getOrDefault(artist, 0) < MOST_OF_AN_ARTIST);
    }

    /// In the order of a draw without putting back, in which each is as likely as it weighs (Efraimidis and Spirakis,
    /// 2006).
    private List<Candidate> drawn(List<Candidate> pool) {
        Map<Candidate, Double> lots = new HashMap<>();
        pool.forEach(one -> lots.put(one, -StrictMath.log(chance(one.track())) / one.weight()));
        return pool.stream()
                .sorted(Comparator.comparing((Candidate one) -> lots.getOrDefault(one, 0.0))
                        .thenComparing(Candidate::track))
                .toList();
    }

    /// Above 0 and up to 1, the same for the same seed and track on every machine.
    private double chance(String track) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((seed + "\n" + track).getBytes(StandardCharsets.UTF_8));
            long bits = 0;
            for (int i = 0; i < 7; i++) {
                bits = bits << 8 | hash[i] & 0xff;
            }
            return ((bits >>> 3) + 1) * 0x1.0p-53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Whether enough of it is measured for an order by energy.
    static boolean hasArc(List<Pick> picks) {
        return measured(picks) > 0 && measured(picks) >= picks.size() * MEASURED_ENOUGH;
    }

    static int measured(List<Pick> picks) {
        return (int) picks.stream().filter(pick -> pick.energy() != null).count();
    }

    /// In an arc of energy: livelier track after track up to the liveliest, then calmer to the end; what was not
    /// measured
    /// is spread evenly between. Where too little is measured, the shares take turns.
    ///
    /// @param rise how many thirds of it rise, 0 to 3
    static List<Pick> arranged(List<Pick> picks, int rise) {
        return hasArc(picks) ? arc(picks, rise) : inTurns(picks);
    }

    private static List<Pick> arc(List<Pick> picks, int rise) {
        List<Pick> rising = new ArrayList<>();
        List<Pick> falling = new ArrayList<>();
        List<Pick> byEnergy = picks.stream()
                .filter(pick -> pick.energy() != null)
                .sorted(Comparator.comparing(Mixing::energy).thenComparing(Pick::track))
                .toList();
        for (int i = 0; i < byEnergy.size(); i++) {
            boolean rises = (i + 1) * rise / 3 > i * rise / 3;
            (rises ? rising : falling).add(byEnergy.get(i));
        }
        rising.addAll(falling.reversed());
        return merged(List.of(
                rising, picks.stream().filter(pick -> pick.energy() == null).toList()));
    }

    private static double energy(Pick pick) {
        return pick.energy() == null ? 0 : pick.energy();
    }

    private static List<Pick> inTurns(List<Pick> picks) {
        return merged(picks.stream()
                .map(Pick::share)
                .distinct()
                .map(name ->
                        picks.stream().filter(pick -> pick.share().equals(name)).toList())
                .toList());
    }

    /// One list of several, each spread evenly over it and in its own order.
    private static List<Pick> merged(List<List<Pick>> lists) {
        record Placed(double place, int list, Pick pick) {}
        List<Placed> all = new ArrayList<>();
        for (int list = 0; list < lists.size(); list++) {
            List<Pick> one = lists.get(list);
            for (int i = 0; i < one.size(); i++) {
                all.add(new Placed((i + 0.5) / one.size(), list, one.get(i)));
            }
        }
        all.sort(Comparator.comparing(Placed::place).thenComparing(Placed::list));
        return all.stream().map(Placed::pick).toList();
    }
}
