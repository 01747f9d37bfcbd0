package dev.mtm.demo;

import dev.mtm.demo.Item.Track;
import java.time.LocalDate;
import java.util.Optional;

/// Decides what the listener wants to hear: an obsession, something known or something new. The number of tracks
/// known
/// grows with the plays by a power law, as in Yule-Simon processes: fast at first, never quite stopping.
final class Taste {
    private static final double TRACKS_FACTOR = 4.8;
    private static final double TRACKS_EXPONENT = 0.68;

    private final Chance chance;
    private final Music music;
    private final Memory memory;
    private final Obsessions obsessions;
    private long playsForNext;

    Taste(Shape shape, Chance chance, Music music) {
        this.chance = chance;
        this.music = music;
        memory = new Memory(chance.fork(), shape.playsPerYear());
        obsessions = new Obsessions(chance.fork(), memory, shape);
    }

    void wakeUp(LocalDate day) {
        memory.wakeUp(day);
        obsessions.wakeUp(day);
    }

    /// The track an obsession asks for.
    ///
    /// @param left the plays that are left of the day, this one included
    Optional<Track> findObsession(int left) {
        return obsessions.findDue(left);
    }

    /// A track for the moment.
    Track next() {
        return wantsNew() && chance.happens(0.9) ? discovery() : known();
    }

    /// An album to hear from the first track to the last.
    Album album() {
        return wantsNew() ? unheard(artist()) : known().album();
    }

    /// Whether a track on an album is welcome today.
    boolean welcomes(Track track) {
        return !memory.rests(track);
    }

    /// Keeps a play in mind.
    void heard(Track track) {
        if (!memory.knows(track)) {
            obsessions.discovered(track);
            playsForNext = (long) StrictMath.pow(memory.tracks() / TRACKS_FACTOR, 1 / TRACKS_EXPONENT);
        }
        memory.add(track);
    }

    private boolean wantsNew() {
        return memory.plays() >= playsForNext;
    }

    private Track known() {
        return memory.findSuitable().orElseGet(() -> discovery());
    }

    private Track discovery() {
        Artist artist = artist();
        for (Album album : artist.albums) {
            for (Track track : album.tracks) {
                if (!memory.knows(track) && chance.happens(0.8)) {
                    return track;
                }
            }
        }
        return unheard(artist).tracks.getFirst();
    }

    /// An artist who may have more to hear: a known one, more often one heard much lately, or a new one.
    private Artist artist() {
        for (int attempt = 0; attempt < 3 && chance.happens(0.94); attempt++) {
            Optional<Artist> known = memory.findSuitable().map(track -> track.album().artist);
            if (known.isPresent() && !known.get().isComplete()) {
                return known.get();
            }
        }
        return music.newArtist();
    }

    private Album unheard(Artist artist) {
        return music.newAlbum(artist.isComplete() ? music.newArtist() : artist);
    }
}
