package dev.mtm.demo;

import dev.mtm.demo.Item.Episode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;

/// Cuts plays into files of 12 to 16 thousand records and names them as Spotify does; watched episodes go to a file
/// of
/// their own. A file is named after its first and last year, so each is kept in memory until it is full.
final class Export {
    /// Takes finished files.
    interface Target {
        /// @param content belongs to the target from now on
        void file(String name, ByteArrayOutputStream content) throws IOException;
    }

    private final Target target;
    private final Chance chance;
    private final Page video = new Page(64);
    private Page audio;
    private int audioFiles;
    private int files;
    private int room;

    Export(Target target, Chance chance) {
        this.target = target;
        this.chance = chance;
        room = newRoom();
        audio = new Page(room);
    }

    private int newRoom() {
        return chance.between(12_000, 16_000);
    }

    void add(Play play) throws IOException {
        if (play.item() instanceof Episode episode && episode.video()) {
            video.add(play);
            return;
        }
        audio.add(play);
        if (audio.plays == room) {
            endAudioFile();
            room = newRoom();
            audio = new Page(room);
        }
    }

    private void endAudioFile() throws IOException {
        end(audio, "Streaming_History_Audio_" + audio.years() + "_" + audioFiles++ + ".json");
    }

    /// Hands over what is left.
    ///
    /// @return the files handed over in all
    int finish() throws IOException {
        if (audio.plays > 0) {
            endAudioFile();
        }
        if (video.plays > 0) {
            end(video, "Streaming_History_Video_" + video.years() + ".json");
        }
        return files;
    }

    private void end(Page page, String name) throws IOException {
        target.file(name, page.end());
        files++;
    }

    /// The records of one file.
    private static final class Page {
        private static final int USUAL_BYTES = 720;

        private final ByteArrayOutputStream content;
        private final PlayJson json;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private int plays;

        /// @param room the records that will probably come
        Page(int room) {
            content = new ByteArrayOutputStream(room * USUAL_BYTES);
            json = new PlayJson(content);
        }

        void add(Play play) {
            if (plays++ == 0) {
                first = play.stop();
            }
            last = play.stop();
            json.write(play);
        }

        String years() {
            int from = first.atOffset(ZoneOffset.UTC).getYear();
            int to = last.atOffset(ZoneOffset.UTC).getYear();
            return from == to ? "" + from : from + "-" + to;
        }

        ByteArrayOutputStream end() {
            json.close();
            return content;
        }
    }
}
