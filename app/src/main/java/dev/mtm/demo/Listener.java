package dev.mtm.demo;

import dev.mtm.demo.Item.Track;
import dev.mtm.demo.Player.Patience;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Lives through the days, one play after the other. No play begins before the one before has stopped, except that
/// now
/// and then a record comes twice, as it does in real exports.
final class Listener {
    private static final double DOUBLED = 0.001;

    private record Wish(Item item, Patience patience) {}

    private final Chance chance;
    private final Taste taste;
    private final Spoken spoken;
    private final Player player;
    private final Instant end;
    private Instant free;
    private long plays;

    Listener(Shape shape, Chance chance) {
        this.chance = chance;
        double pace = Pace.of(shape);
        Uris uris = new Uris(shape.seed());
        taste = new Taste(shape, chance.fork(), new Music(chance.fork(), uris, pace));
        spoken = new Spoken(chance.fork(), uris, pace);
        player = new Player(chance.fork(), pace < 1);
        free = shape.firstDay().atStartOfDay(shape.zone()).toInstant();
        end = shape.lastDay().plusDays(1).atStartOfDay(shape.zone()).toInstant();
    }

    /// The plays of the next day, oldest first; what does not fit before the end of the last day is left out.
    List<Play> listen(Day day) {
        taste.wakeUp(day.date());
        List<Play> heard = new ArrayList<>(day.plays() + 1);
        for (Session session : Session.of(day, chance)) {
            listen(session, heard);
        }
        return heard;
    }

    private void listen(Session session, List<Play> heard) {
        if (free.isBefore(session.start())) {
            free = session.start();
        }
        player.open();
        LocalDate date = session.day().date();
        Deque<Track> album = new ArrayDeque<>(session.album() ? taste.album().tracks : List.of());
        int last = heard.size() + session.plays();
        while (heard.size() < last) {
            int left = session.day().plays() - heard.size();
            Wish wish = player.findRestarted()
                    .map(item -> new Wish(item, Patience.GOOD))
                    .orElseGet(() -> wish(date, album, left));
            Play play = player.play(session, wish.item, free, wish.patience, heard.size() + 1 == last);
            if (!play.stop().isBefore(end)) {
                return;
            }
            keep(play, heard);
        }
    }

    private Wish wish(LocalDate date, Deque<Track> album, int left) {
        Optional<Item> talk = spoken.findDue(plays, date);
        if (talk.isPresent()) {
            return new Wish(talk.get(), Patience.GREAT);
        }
        Optional<Track> loved = taste.findObsession(Math.max(1, left));
        if (loved.isPresent()) {
            return new Wish(loved.get(), Patience.GREAT);
        }
        while (!album.isEmpty()) {
            Track track = album.removeFirst();
            if (taste.welcomes(track)) {
                return new Wish(track, Patience.GOOD);
            }
        }
        return new Wish(taste.next(), Patience.USUAL);
    }

    private void keep(Play play, List<Play> heard) {
        int times = chance.happens(DOUBLED) ? 2 : 1;
        for (int time = 0; time < times; time++) {
            heard.add(play);
        }
        plays += times;
        free = play.stop();
        if (play.item() instanceof Track track) {
            taste.heard(track);
        }
    }
}
