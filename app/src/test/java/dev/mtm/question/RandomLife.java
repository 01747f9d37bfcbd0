package dev.mtm.question;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// A made-up life of any size: the same seed gives the same plays and ranks, whatever keys the store gives them.
public final class RandomLife {
    public static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
    private static final String[] TIME_RANGES = {"short_term", "medium_term", "long_term"};

    private static final Map<String, DatabaseAddress> LIVED = new ConcurrentHashMap<>();

    private final Life life;
    private final int tracks;

    private RandomLife(Life life, int tracks) {
        this.life = life;
        this.tracks = tracks;
    }

    /// Puts tracks in a store, as `t0`, `t1`, …; every fifth has no album, a third artist shares a name's beginning.
    static RandomLife in(Database database, int tracks, int keyStep) {
        Life life = new Life(database, ZONE, keyStep);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < tracks; i++) {
            order.add(i);
        }
        if (keyStep < 0) {
            Collections.reverse(order);
        }
        for (int i : order) {
            life.track(
                    "t" + i,
                    "Song " + i,
                    "Artist " + i % (tracks / 4 + 1),
                    i % 5 == 0 ? null : "Album " + i / 7,
                    60_000 + i * 1_000L);
        }
        return new RandomLife(life, tracks);
    }

    /// A life of some years until a day, settled: for who only needs one.
    public static void fill(Database database, LocalDate today) {
        in(database, 200, 1)
                .plays(1, 4_000, today.minusYears(5), today, 5)
                .ranks(1, 60, today.minusYears(3), today, 5)
                .life()
                .settle();
    }

    /// A store with such a life, made once and copied. Close it.
    public static Database lived(TestStores stores, LocalDate today) {
        DatabaseAddress made =
                LIVED.computeIfAbsent(stores + " until " + today, missing -> stores.keep(filled(stores, today)));
        return Database.at(stores.copy(made), Duration.ofSeconds(5));
    }

    private static DatabaseAddress filled(TestStores stores, LocalDate today) {
        try (Database database = stores.open()) {
            fill(database, today);
            database.analyze();
            return database.address();
        }
    }

    Life life() {
        return life;
    }

    /// Adds plays on the days from `first` to `last`; call [Life#settle] after.
    RandomLife plays(int account, int count, LocalDate first, LocalDate last, long seed) {
        Random random = new Random(seed);
        long from = first.atStartOfDay(ZONE).toEpochSecond();
        long until = last.plusDays(1).atStartOfDay(ZONE).toEpochSecond();
        for (int i = 0; i < count; i++) {
            long at = from + (long) (random.nextDouble() * (until - from));
            int track = (int) (tracks * Math.pow(random.nextDouble(), 2));
            boolean known = random.nextInt(10) > 0;
            long listened = random.nextInt(240_000);
            life.play(
                    account,
                    "t" + track,
                    Instant.ofEpochSecond(at).toString(),
                    known ? listened : null,
                    listened < 40_000);
        }
        return this;
    }

    /// Adds a snapshot of ten ranks for each range, on each of some days.
    RandomLife ranks(int account, int days, LocalDate first, LocalDate last, long seed) {
        Random random = new Random(seed);
        long span = last.toEpochDay() - first.toEpochDay() + 1;
        List<Long> all = new ArrayList<>();
        for (long day = 0; day < span; day++) {
            all.add(first.toEpochDay() + day);
        }
        Collections.shuffle(all, random);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < tracks; i++) {
            ids.add(i);
        }
        for (int i = 0; i < days; i++) {
            for (String timeRange : TIME_RANGES) {
                Collections.shuffle(ids, random);
                for (int rank = 1; rank <= 10; rank++) {
                    life.rank(
                            account,
                            LocalDate.ofEpochDay(all.get(i)).toString(),
                            timeRange,
                            rank,
                            "t" + ids.get(rank),
                            i % 3 == 0 ? "computed" : "spotify");
                }
            }
        }
        return this;
    }
}
