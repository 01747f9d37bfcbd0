package dev.mtm.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Judges which rows of different sources, all of one song, are witnesses of one playback.
///
/// Two precise witnesses agree when their starts or their ends are within 10 seconds; when one knows the end only to
/// the
/// minute, their ends within 90 seconds. Each row has at most one witness in every other source, and pairs never
/// cross:
/// the same song three times in a row stays three plays. Rows of one source are never judged the same here (see
/// [Retellings]).
/// The verdict depends on the rows alone, not on the order in which they came.
final class SamePlayRule {
    private static final long PRECISE_SECONDS = 10;
    private static final long MINUTE_SECONDS = 90;

    private SamePlayRule() {}

    /// That `lesser` tells of the same playback as `richer`.
    ///
    /// @param score 100 when time and length agree exactly, less the further they are apart
    record Link(Witness lesser, Witness richer, int score, String reason) {}

    /// The links among the rows of one song, in any order.
    static List<Link> links(List<Witness> song) {
        Map<Integer, List<Witness>> bySource = new TreeMap<>();
        for (Witness witness : song) {
            // Richest first; sources of one richness in the order of their codes.
            bySource.computeIfAbsent(-witness.richness() * 1000 + witness.source(), source -> new ArrayList<>())
                    .add(witness);
        }
        List<Link> links = new ArrayList<>();
        List<Witness> heads = new ArrayList<>();
        for (List<Witness> source : bySource.values()) {
            source.sort(Witness.BY_TIME);
            @Nullable Witness[] matches = matches(source, heads);
            List<Witness> alone = new ArrayList<>();
            for (int i = 0; i < matches.length; i++) {
                Witness head = matches[i];
                if (head == null) {
                    alone.add(source.get(i));
                } else {
                    links.add(link(source.get(i), head));
                }
            }
            heads.addAll(alone);
            heads.sort(Witness.BY_TIME);
        }
        return links;
    }

    /// For each of the lesser rows the richer one that it matches, or null; both in the order of time.
    private static @Nullable Witness[] matches(List<Witness> lesser, List<Witness> richer) {
        int[] match = new int[lesser.size()];
        int from = 0;
        for (int i = 0; i < match.length; i++) {
            match[i] = -1;
            for (int j = firstNear(richer, lesser.get(i), from); j < richer.size(); j++) {
                if (isPast(richer.get(j), lesser.get(i))) {
                    break;
                }
                if (agree(lesser.get(i), richer.get(j)) && sameLength(lesser.get(i), richer.get(j))) {
                    match[i] = j;
                    from = j + 1;
                    break;
                }
            }
        }
        matchTheRest(lesser, richer, match);
        @Nullable Witness[] found = new @Nullable Witness[match.length];
        for (int i = 0; i < match.length; i++) {
            found[i] = match[i] < 0 ? null : richer.get(match[i]);
        }
        return found;
    }

    /// Rows whose length finds no equal take the nearest that is free and crosses no other pair.
    private static void matchTheRest(List<Witness> lesser, List<Witness> richer, int[] match) {
        int before = -1;
        for (int i = 0; i < match.length; i++) {
            if (match[i] < 0) {
                int after = richer.size();
                for (int k = i + 1; k < match.length && !isPast(lesser.get(k), lesser.get(i)); k++) {
                    if (match[k] >= 0) {
                        after = match[k];
                        break;
                    }
                }
                for (int j = firstNear(richer, lesser.get(i), before + 1); j < after; j++) {
                    if (isPast(richer.get(j), lesser.get(i))) {
                        break;
                    }
                    if (agree(lesser.get(i), richer.get(j))
                            && (match[i] < 0
                                    || apart(lesser.get(i), richer.get(j))
                                            < apart(lesser.get(i), richer.get(match[i])))) {
                        match[i] = j;
                    }
                }
            }
            before = Math.max(before, match[i]);
        }
    }

    /// The first row, not before `from`, whose end is not long before that of `of`.
    private static int firstNear(List<Witness> rows, Witness of, int from) {
        int low = from;
        int high = rows.size();
        long earliest = Math.min(of.start(), of.end()) - MINUTE_SECONDS;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).end() < earliest) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Whether `row` ends so long after `of` that it and all that follow can agree with it in their starts only.
    private static boolean isPast(Witness row, Witness of) {
        return row.end() > of.end() + DAY && row.start() > of.start() + MINUTE_SECONDS;
    }

    /// No witness of a song is so much longer than another.
    private static final long DAY = 86_400;

    private static boolean agree(Witness a, Witness b) {
        if (a.toTheMinute() || b.toTheMinute()) {
            return Math.abs(a.end() - b.end()) <= MINUTE_SECONDS;
        }
        return apart(a, b) <= PRECISE_SECONDS;
    }

    private static long apart(Witness a, Witness b) {
        long ends = Math.abs(a.end() - b.end());
        if (a.toTheMinute() || b.toTheMinute()) {
            return ends;
        }
        long starts = Math.abs(a.start() - b.start());
        if (!a.endIsKnown() || !b.endIsKnown()) {
            return starts;
        }
        return a.startIsKnown() && b.startIsKnown() ? Math.min(starts, ends) : ends;
    }

    private static boolean sameLength(Witness a, Witness b) {
        return a.listenedMs() != null && Objects.equals(a.listenedMs(), b.listenedMs());
    }

    private static Link link(Witness lesser, Witness richer) {
        int apart = Math.toIntExact(apart(lesser, richer));
        String how = lesser.toTheMinute() || richer.toTheMinute() ? "ends" : "times";
        if (sameLength(lesser, richer)) {
            return new Link(lesser, richer, 100 - apart, how + " " + apart + " s apart, equal length");
        }
        return new Link(lesser, richer, 60 - apart / 2, how + " " + apart + " s apart");
    }
}
