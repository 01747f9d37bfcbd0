package dev.mtm.bench;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.question.Unit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long each question takes, warm, on one connection: how it grows with the life, and how the two databases
/// compare. Stores take turns within each round.
final class QuestionTimes {
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 9;
    private static final LocalDate TODAY = Lives.LAST_DAY.plusDays(1);

    private QuestionTimes() {}

    /// @param words sizes in plays (100000 1000000); `sqlite` or `postgresql` for one database only; names of
    ///              questions for some only
    static void measure(List<String> words) throws Exception {
        List<Long> sizes = words.stream()
                .filter(word -> word.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
        List<String> chosen =
                words.stream().filter(Questions.builtIn().names()::contains).toList();
        List<Store> stores = new ArrayList<>();
        DatabaseAddress.Server server = words.contains("sqlite") ? null : Lives.server();
        for (long size : sizes.isEmpty() ? List.of(100_000L, 1_000_000L) : sizes) {
            if (!words.contains("postgresql")) {
                stores.add(new Store("SQLite", size, Lives.sqlite(size)));
            }
            if (server != null) {
                stores.add(new Store("PostgreSQL", size, Lives.postgres(server, size)));
            }
        }
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("question, median ms"));
        stores.forEach(store -> head.add(store.database + " " + store.plays));
        table.add(head);
        for (Question question : Questions.builtIn().all()) {
            if (chosen.isEmpty() || chosen.contains(question.name())) {
                List<String> row = new ArrayList<>(List.of(question.name()));
                times(question, stores).forEach(times -> row.add("%.1f".formatted(times.median())));
                table.add(row);
                System.err.println(row);
            }
        }
        Figures.print(table);
        stores.forEach(Store::close);
    }

    private static List<Figures> times(Question question, List<Store> stores) throws Exception {
        List<Figures> times = new ArrayList<>();
        stores.forEach(store -> times.add(new Figures()));
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < stores.size(); i++) {
                Store store = stores.get(i);
                double time = Lives.milliseconds(() -> store.ask(question));
                if (round >= 0) {
                    times.get(i).add(time);
                }
            }
        }
        return times;
    }

    /// A filled store with one connection.
    private static final class Store {
        private final String database;
        private final long plays;
        private final Database open;
        private final Asker asker;
        private final String favourite;
        private final String artist;
        private final String album;

        Store(String database, long plays, Database open) {
            this.database = database;
            this.plays = plays;
            this.open = open;
            this.asker = new Asker(open, Lives.ACCOUNT, Lives.ZONE);
            this.favourite = favourite("top-tracks", Unit.TRACK);
            this.artist = favourite("top-albums", Unit.ARTIST);
            this.album = favourite("top-albums", Unit.ALBUM);
        }

        Answer ask(Question question) {
            Map<String, String> given = new HashMap<>();
            // Of a track, an artist or an album, the artist has most plays.
            if (question.header().wants().contains("artist")) {
                given.put("artist", artist);
            }
            for (Parameter parameter : question.parameters()) {
                if (parameter.findFallback().isEmpty()) {
                    given.put(
                            parameter.name(),
                            switch (parameter.type()) {
                                case TRACK -> favourite;
                                case ARTIST -> artist;
                                case TEXT -> album;
                                case DATE, MONTH, YEAR, COUNT, CHOICE, WORDS ->
                                    throw new IllegalStateException(question.name() + " wants " + parameter.name());
                            });
                }
            }
            try {
                return asker.ask(question, given, TODAY);
            } catch (MtmException e) {
                throw new IllegalStateException(question.name() + " on " + database + " " + plays, e);
            }
        }

        /// What has the most listens of its kind: the most rows for a question about one.
        private String favourite(String question, Unit unit) {
            Answer top = asker.ask(Questions.builtIn().named(question), Map.of("limit", "1"), TODAY);
            for (int i = 0; i < top.columns().size(); i++) {
                if (top.columns().get(i).unit() == unit && top.rows().getFirst().get(i) instanceof String name) {
                    return name;
                }
            }
            throw new IllegalStateException(question + " names none");
        }

        void close() {
            open.close();
        }
    }
}
