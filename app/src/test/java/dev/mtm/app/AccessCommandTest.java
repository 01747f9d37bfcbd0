package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.access.AccessFile;
import dev.mtm.access.ApiTokens;
import dev.mtm.access.PagePassword;
import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.TestStores;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mtm password` and `mtm token`, and what they keep.
@NullMarked
class AccessCommandTest {
    @TempDir
    Path folder = Path.of("");

    private Outcome password(Desk desk, String typed) {
        InputStream usual = System.in;
        try {
            System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
            return desk.run("password");
        } finally {
            System.setIn(usual);
        }
    }

    @Test
    void aPasswordIsSetFromStandardInputAndRemoved() throws Exception {
        Desk desk = Desk.at(TestStores.SQLITE, folder);
        Path file = folder.resolve("config/mtm/access");
        PagePassword kept = new PagePassword(new AccessFile(file));
        assertThat(kept.isSet()).isFalse();

        assertThat(password(desk, "").err()).contains("no password was given", "mtm password < FILE");
        assertThat(password(desk, "short\n").status()).isEqualTo(2);
        assertThat(password(desk, "short\n").err()).contains("8 to 1000 characters, this one has 5");
        assertThat(kept.isSet()).isFalse();

        Outcome set = password(desk, "päss wörd 音楽\nanother line\n");
        assertThat(set.status()).as(set.err()).isZero();
        assertThat(set.out() + set.err() + Files.readString(file)).doesNotContain("päss");
        assertThat(kept.fits("päss wörd 音楽")).isTrue();
        assertThat(kept.fits("pass wörd 音楽")).isFalse();
        assertThat(kept.fits("")).isFalse();
        assertThat(kept.fits("x".repeat(100_000))).isFalse();
        String mark = kept.mark();
        password(desk, "päss wörd 音楽\n");
        assertThat(kept.mark()).as("the same password has another salt").isNotEqualTo(mark);

        assertThat(desk.run("password", "--remove").out()).contains("The password is gone");
        assertThat(kept.isSet()).isFalse();
        assertThat(desk.run("password", "--remove").out()).contains("There was no password");
    }

    @Test
    void aTokenIsShownOnceAndTakenBack() {
        Desk desk = Desk.at(TestStores.SQLITE, folder);
        assertThat(desk.run("token").out()).contains("No tokens. `mtm token create NAME` makes one.");
        Outcome made = desk.run("token", "create", "home", "--change");
        assertThat(made.out()).matches("mtm_[A-Za-z0-9_-]{43}\\R");
        assertThat(made.err()).contains("not shown again", "reads and changes");
        assertThat(desk.run("token", "create", "home").status()).isEqualTo(11);
        assertThat(desk.run("token", "create", "a b").status()).isEqualTo(2);
        assertThat(desk.run("token", "list").out())
                .contains("home", "read and change", "2026-03-06T11:00:00Z", "never")
                .doesNotContain(made.out().strip());
        assertThat(desk.run("token", "revoke", "home").out()).contains("opens nothing any more");
        assertThat(desk.run("token", "revoke", "home").status()).isEqualTo(4);
    }

    @Test
    void whatTwoProcessesChangeAtOnceIsAllThere() throws Exception {
        Path file = folder.resolve("access");
        Clock clock = Clock.fixed(Desk.NOW, ZoneOffset.UTC);
        new PagePassword(new AccessFile(file)).set("a good password");
        List<Future<String>> made = new ArrayList<>();
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            AccessFile one = new AccessFile(file);
            for (int i = 0; i < 20; i++) {
                String name = "t" + i;
                made.add(both.submit(() -> new ApiTokens(one, clock).make(name, false)));
            }
        }
        ApiTokens tokens = new ApiTokens(new AccessFile(file), clock);
        for (Future<String> one : made) {
            assertThat(tokens.find(one.get())).isPresent();
        }
        assertThat(new PagePassword(new AccessFile(file)).fits("a good password"))
                .isTrue();
    }

    @Test
    void settingsThatDoNotFitAreSaidSoBeforeAnythingListens() {
        Desk desk = Desk.at(TestStores.SQLITE, folder);
        for (String[] setting : List.of(
                new String[] {"MTM_TRUSTED_PROXIES", "nginx", "not an address or a network: nginx"},
                new String[] {"MTM_BASE_PATH", "music", "not a path: music"},
                new String[] {"MTM_PUBLIC", "yes", "neither on nor off: yes"},
                new String[] {"MTM_COVERS", "some", "neither on nor off: some"},
                new String[] {"MTM_COVER_URL", "i.scdn.co", "not an address: i.scdn.co"},
                new String[] {"MTM_ALLOWED_HOSTS", "music.example", "the pages have no password yet"},
                new String[] {"MTM_HOST", "0.0.0.0", "the pages have no password yet"})) {
            desk.environment.put(setting[0], setting[1]);
            Outcome refused = desk.run("serve", "--port", "0");
            assertThat(refused.status()).as(setting[0]).isEqualTo(2);
            assertThat(refused.err()).as(setting[0]).contains(setting[2]);
            desk.environment.remove(setting[0]);
        }
    }
}
