package dev.mtm.playlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What comes into a managed playlist, and in which order.
final class MixingTest {
    private static Candidate candidate(String track, String artist, @Nullable Double energy) {
        return new Candidate(track, "song of " + track, Set.of(artist), "why " + track, 1, energy);
    }

    /// As many as asked for, each of an artist of its own.
    private static List<Candidate> pool(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> candidate(name + i, "artist of " + name + i, null))
                .toList();
    }

    private static Map<String, Long> byShare(List<Pick> picks) {
        return picks.stream().collect(Collectors.groupingBy(Pick::share, Collectors.counting()));
    }

    @Test
    void eachShareHasAsManyAsItIsToHave() {
        List<Share> shares = List.of(
                new Share("now", 5, pool("n", 40)),
                new Share("once", 3, pool("o", 40)),
                new Share("new", 2, pool("x", 40)));
        assertThat(byShare(Mixing.picked(shares, 10, List.of(), "a day")))
                .isEqualTo(Map.of("now", 5L, "once", 3L, "new", 2L));
    }

    @Test
    void whatAShareLacksTheOthersGiveInTheirOrder() {
        List<Share> shares = List.of(
                new Share("now", 5, pool("n", 7)),
                new Share("once", 3, pool("o", 1)),
                new Share("new", 2, pool("x", 40)));
        assertThat(byShare(Mixing.picked(shares, 10, List.of(), "a day")))
                .isEqualTo(Map.of("now", 7L, "once", 1L, "new", 2L));
        assertThat(Mixing.picked(List.of(new Share("now", 5, pool("n", 4))), 10, List.of("n1"), "a day"))
                .extracting(Pick::track)
                .containsExactlyInAnyOrder("n0", "n2", "n3");
        assertThat(Mixing.picked(List.of(new Share("now", 5, List.of())), 10, List.of(), "a day"))
                .isEmpty();
    }

    @Test
    void aSongUnderTwoIdsIsInOnce() {
        Candidate single = new Candidate("single", "the song", Set.of("Ada"), "", 1, null);
        Candidate album = new Candidate("album", "the song", Set.of("Ada"), "", 1, null);
        assertThat(Mixing.picked(List.of(new Share("now", 5, List.of(single, album))), 5, List.of(), "a day"))
                .hasSize(1);
    }

    @Test
    void anArtistWhoIsCreditedBesideOthersCountsToo() {
        List<Candidate> pool = List.of(
                new Candidate("one", "1", Set.of("Ada", "Böhm"), "", 1, null),
                new Candidate("two", "2", Set.of("Cid", "Böhm"), "", 1, null),
                new Candidate("three", "3", Set.of("Dee", "Böhm"), "", 1, null));
        assertThat(Mixing.picked(List.of(new Share("now", 3, pool)), 3, List.of(), "a day"))
                .hasSize(2);
    }

    @Test
    void whatWeighsMoreComesInMoreOften() {
        Map<String, Integer> times = new HashMap<>();
        List<Candidate> pool = new ArrayList<>(pool("light", 9));
        pool.add(new Candidate("heavy", "heavy", Set.of("Ada"), "", 9, null));
        for (int day = 0; day < 1_000; day++) {
            Mixing.picked(List.of(new Share("now", 1, pool)), 1, List.of(), "day " + day)
                    .forEach(pick -> times.merge(pick.track(), 1, Integer::sum));
        }
        assertThat(times.get("heavy")).as("half of the days").isBetween(430, 570);
        assertThat(times.get("light3")).as("one of eighteen days").isBetween(25, 90);
    }

    /// Energies of the tracks in order.
    private static List<Double> energies(List<Double> given, int rise) {
        List<Pick> picks = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            picks.add(new Pick("t" + i, "now", "", given.get(i)));
        }
        List<Double> energies = new ArrayList<>();
        Mixing.arranged(picks, rise).forEach(pick -> energies.add(pick.energy()));
        return energies;
    }

    @Test
    void energyRisesPeaksAndFalls() {
        List<Double> given = List.of(0.9, 0.1, 0.5, 0.3, 0.8, 0.2);
        assertThat(energies(given, 3)).containsExactly(0.1, 0.2, 0.3, 0.5, 0.8, 0.9);
        assertThat(energies(given, 2)).containsExactly(0.2, 0.3, 0.8, 0.9, 0.5, 0.1);
        assertThat(energies(given, 1)).containsExactly(0.3, 0.9, 0.8, 0.5, 0.2, 0.1);
        assertThat(energies(given, 0)).containsExactly(0.9, 0.8, 0.5, 0.3, 0.2, 0.1);
    }

    @Test
    void whatWasNotMeasuredIsSpreadBetween() {
        List<Pick> picks = List.of(
                new Pick("unknown", "now", "", null),
                new Pick("b", "now", "", 0.7),
                new Pick("a", "now", "", 0.2),
                new Pick("nobody knows", "now", "", null));
        assertThat(Mixing.hasArc(picks)).isTrue();
        assertThat(Mixing.arranged(picks, 3))
                .extracting(Pick::track)
                .containsExactly("a", "unknown", "b", "nobody knows");
    }

    @Test
    void withTooLittleMeasuredTheSharesTakeTurns() {
        List<Pick> picks = List.of(
                new Pick("n1", "now", "", 0.7),
                new Pick("n2", "now", "", null),
                new Pick("n3", "now", "", null),
                new Pick("n4", "now", "", null),
                new Pick("o1", "once", "", 0.1),
                new Pick("o2", "once", "", null));
        assertThat(Mixing.hasArc(picks)).isFalse();
        assertThat(Mixing.arranged(picks, 2))
                .extracting(Pick::track)
                .containsExactly("n1", "o1", "n2", "n3", "o2", "n4");
        assertThat(Mixing.hasArc(List.of())).isFalse();
        assertThat(Mixing.arranged(List.of(), 2)).isEmpty();
    }

    /// Pools of any size, with artists and songs that overlap, resting tracks and gaps in what was measured.
    @Test
    void theLawsHoldForAnyPools() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            int tracks = 1 + random.nextInt(120);
            int artists = 1 + random.nextInt(60);
            List<Candidate> all = new ArrayList<>();
            for (int i = 0; i < tracks; i++) {
                Set<String> credited = new HashSet<>(List.of("artist " + random.nextInt(artists)));
                if (random.nextInt(5) == 0) {
                    credited.add("artist " + random.nextInt(artists));
                }
                all.add(new Candidate(
                        "track " + i,
                        "song " + random.nextInt(tracks),
                        credited,
                        "",
                        1 + random.nextInt(50),
                        random.nextBoolean() ? random.nextDouble() : null));
            }
            List<Share> shares = List.of(
                    new Share("now", 15, some(all, random)),
                    new Share("once", 9, some(all, random)),
                    new Share("new", 6, some(all, random)));
            Set<String> resting =
                    some(all, random).stream().map(Candidate::track).collect(Collectors.toSet());
            List<Pick> picks = Mixing.picked(shares, 30, resting, "round " + round);
            assertLaws(picks, shares, resting);
            List<Pick> arranged = Mixing.arranged(picks, random.nextInt(4));
            assertThat(arranged).containsExactlyInAnyOrderElementsOf(picks);
            if (Mixing.hasArc(arranged)) {
                assertOnePeak(arranged);
            }
            assertThat(Mixing.picked(
                            shares.stream()
                                    .map(share -> new Share(
                                            share.name(),
                                            share.count(),
                                            share.pool().reversed()))
                                    .toList(),
                            30,
                            resting,
                            "round " + round))
                    .as("the order of the answers decides nothing")
                    .isEqualTo(picks);
        }
    }

    private static List<Candidate> some(List<Candidate> all, Random random) {
        int share = 1 + random.nextInt(4);
        return all.stream().filter(one -> random.nextInt(4) < share).toList();
    }

    private static void assertLaws(List<Pick> picks, List<Share> shares, Collection<String> resting) {
        Map<String, Candidate> known = new HashMap<>();
        shares.forEach(share -> share.pool().forEach(one -> known.put(one.track(), one)));
        List<Candidate> in = picks.stream().map(pick -> known.get(pick.track())).toList();
        assertThat(in).hasSizeLessThanOrEqualTo(30).doesNotHaveDuplicates();
        assertThat(in).extracting(Candidate::song).doesNotHaveDuplicates();
        assertThat(in).extracting(Candidate::track).noneMatch(resting::contains);
        Map<String, Long> ofArtist = in.stream()
                .flatMap(one -> one.artists().stream())
                .collect(Collectors.groupingBy(artist -> artist, Collectors.counting()));
        assertThat(ofArtist.values()).allMatch(count -> count <= 2);
        if (picks.size() < 30) {
            assertThat(known.values())
                    .as("nothing that fits is left")
                    .allMatch(one -> in.contains(one)
                            || resting.contains(one.track())
                            || in.stream().anyMatch(other -> other.song().equals(one.song()))
                            || one.artists().stream().anyMatch(artist -> ofArtist.getOrDefault(artist, 0L) == 2));
        }
    }

    private static void assertOnePeak(List<Pick> picks) {
        List<Double> energies = new ArrayList<>();
        picks.stream().filter(pick -> pick.energy() != null).forEach(pick -> energies.add(pick.energy()));
        boolean falling = false;
        for (int i = 1; i < energies.size(); i++) {
            boolean falls = energies.get(i) < energies.get(i - 1);
            assertThat(falling && !falls).as("%s at %s", energies, i).isFalse();
            falling = falls;
        }
    }
}
