package dev.mtm.cli;

import dev.mtm.listening.Artist;
import dev.mtm.listening.Track;
import dev.mtm.render.Wording;
import dev.mtm.sync.LivePlays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `mtm now-playing`
@Command(name = "now-playing", header = "What is playing at Spotify now.", mixinStandardHelpOptions = true)
final class NowPlayingCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        Optional<LivePlays.Now> now = mtm.house().playingNow();
        mtm.out().println(now.map(NowPlayingCommand::line).orElse("Nothing is playing."));
        mtm.out().flush();
        return 0;
    }

    private static String line(LivePlays.Now now) {
        Track track = now.track();
        if (track == null) {
            return "A podcast is playing" + (now.playing() ? "." : " (paused).");
        }
        String name = track.name() == null ? String.valueOf(track.trackId()) : track.name();
        String artists = track.artists().stream().map(Artist::name).collect(Collectors.joining(", "));
        String place = now.progress() == null
                ? ""
                : ", " + Wording.milliseconds(now.progress().toMillis())
                        + (track.duration() == null
                                ? ""
                                : " of " + Wording.milliseconds(track.duration().toMillis()));
        return Printable.line(name + (artists.isEmpty() ? "" : " – " + artists))
                + place
                + (now.playing() ? "" : " (paused)");
    }
}
