package dev.mtm.demo;

import dev.mtm.demo.Item.Chapter;
import dev.mtm.demo.Item.Episode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The listener's podcasts and, from late 2023 on, audiobooks.
final class Spoken {
    private static final double SHARE = 0.01;
    private static final LocalDate FIRST_AUDIOBOOK = LocalDate.of(2023, 10, 1);
    private static final int SHOWS = 7;
    private static final int CHAPTERS = 18;

    private final Chance chance;
    private final Uris uris;
    private final double pace;
    private final List<String> shows = new ArrayList<>();
    private int episodes;
    private int chapters;
    private String book = "";

    Spoken(Chance chance, Uris uris, double pace) {
        this.chance = chance;
        this.uris = uris;
        this.pace = pace;
        for (int show = 0; show < SHOWS; show++) {
            shows.add(Language.ENGLISH.title(chance) + (show % 2 == 0 ? ": A Podcast" : ""));
        }
    }

    /// Something spoken, if there was less of it than usual so far.
    ///
    /// @param plays all records so far
    Optional<Item> findDue(long plays, LocalDate day) {
        if (episodes + chapters >= plays * SHARE || chance.happens(0.4)) {
            return Optional.empty();
        }
        boolean reads = !day.isBefore(FIRST_AUDIOBOOK) && chance.happens(0.12);
        return Optional.of(reads ? chapter() : episode());
    }

    private Item episode() {
        int number = episodes++;
        String title = "#" + (number + 1) + " " + Language.ENGLISH.title(chance);
        String show = shows.get(Math.min(chance.below(SHOWS), chance.below(SHOWS)));
        return new Episode(title, show, uris.of("episode", number), chance.happens(0.03), length(1500, 4200));
    }

    private Item chapter() {
        int number = chapters++;
        int part = number % CHAPTERS;
        if (part == 0) {
            book = Language.ENGLISH.title(chance) + ": A Novel";
        }
        return new Chapter(
                "Chapter " + (part + 1),
                uris.of("episode", Integer.MAX_VALUE - number),
                book,
                uris.of("show", number / CHAPTERS),
                length(600, 1500));
    }

    private Duration length(int leastSeconds, int mostSeconds) {
        return Duration.ofMillis((long) (chance.between(leastSeconds, mostSeconds) * 1000 * pace));
    }
}
