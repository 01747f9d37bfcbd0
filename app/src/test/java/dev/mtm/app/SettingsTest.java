package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    @Test
    void theFolderIsTheOneThatXdgNamesElseBelowTheHomeThatTheShellNames() {
        Path named = Settings.file(Map.of("XDG_CONFIG_HOME", "/etc/xdg", "HOME", "/mira"));
        assertThat(named).isEqualTo(Path.of("/etc/xdg/mtm/settings.properties"));
        assertThat(Settings.file(Map.of("XDG_CONFIG_HOME", "", "HOME", "/mira")))
                .isEqualTo(Path.of("/mira/.config/mtm/settings.properties"));
        assertThat(Settings.file(Map.of("HOME", "")))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".config/mtm/settings.properties"));
    }
}
