package dev.mtm.demo;

import dev.mtm.demo.Item.Track;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// An invented listening life that can be written as a Spotify extended streaming history.
///
/// All names are made up. The life has what real ones have: habits by hour, weekday and season, discoveries,
/// obsessions
/// that end and sometimes return, holidays, skips, podcasts, a few audiobooks, and now and then a record that comes
/// twice. Apart from those no two plays overlap in time.
///
/// The same shape always gives the same JSON, and with the same Java release the same zip. Safe for use by several
/// threads.
///
/// @see <a href="https://support.spotify.com/article/understanding-your-data/">Spotify: Understanding your data</a>
public final class DemoLife {
    private static final String FOLDER = "Spotify Extended Streaming History/";

    private final Shape shape;

    private DemoLife(Shape shape) {
        this.shape = shape;
    }

    /// The life of that shape.
    public static DemoLife of(Shape shape) {
        return new DemoLife(shape);
    }

    /// Writes the life as the zip that Spotify sends; replaces the file if there is one.
    ///
    /// @throws IOException if the file cannot be written; what was written of it stays
    public Summary writeTo(Path zip) throws IOException {
        LocalDateTime time = shape.lastDay().atTime(12, 0);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(zip));
                ZipOutputStream entries = new ZipOutputStream(file)) {
            entries.setLevel(Deflater.BEST_SPEED);
            return write((name, content) -> {
                ZipEntry entry = new ZipEntry(FOLDER + name);
                entry.setTimeLocal(time);
                entries.putNextEntry(entry);
                content.writeTo(entries);
                entries.closeEntry();
            });
        }
    }

    /// Writes the same JSON files into a folder, without a zip; makes the folder and replaces files of the same
    /// names.
    ///
    /// @throws IOException if a file cannot be written; the files before it stay
    public Summary writeJson(Path folder) throws IOException {
        Files.createDirectories(folder);
        return write((name, content) -> {
            try (OutputStream file = Files.newOutputStream(folder.resolve(name))) {
                content.writeTo(file);
            }
        });
    }

    private Summary write(Export.Target target) throws IOException {
        Chance chance = new Chance(shape.seed());
        List<Day> days = Days.of(shape, chance.fork());
        Listener listener = new Listener(shape, chance.fork());
        BitSet tracks = new BitSet();
        BitSet artists = new BitSet();
        long plays = 0;
        try (Handover handover = new Handover(target)) {
            Export export = new Export(handover, chance.fork());
            for (Day day : days) {
                for (Play play : listener.listen(day)) {
                    export.add(play);
                    plays++;
                    if (play.item() instanceof Track track) {
                        tracks.set(track.number());
                        artists.set(track.album().artist.number);
                    }
                }
            }
            return new Summary(export.finish(), plays, tracks.cardinality(), artists.cardinality());
        }
    }
}
