package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Addresses, user agents and user names stand in every made-up export; none may reach anything that is
/// kept or shown.
@ParameterizedClass
@EnumSource(TestStores.class)
final class PrivacyTest {
    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    PrivacyTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void noAddressDeviceOrUserNameIsKeptOrShown() throws IOException {
        Histories.History history = Histories.wild(1);
        String text = String.join(
                "\n", history.files().stream().map(HistoryFile::json).toList());
        assertThat(text).as("the exports hold them").contains(JsonPen.SECRETS);
        List<Path> paths =
                history.files().stream().map(file -> file.into(folder)).toList();
        Path brokenOff = FewRows.text(
                folder,
                "broken",
                text.substring(
                        0,
                        text.indexOf(JsonPen.SECRETS.getFirst())
                                + JsonPen.SECRETS.getFirst().length()));
        try (Desk desk = new Desk(stores, history.zone())) {
            ImportReport report = desk.take(paths);
            ImportReport broken = desk.take(brokenOff);
            assertThat(broken.troubles()).isNotEmpty();
            assertThat(report.total().rejected()).isPositive();
            StringBuilder all = new StringBuilder();
            all.append(report).append(broken).append(desk.digest());
            all.append(desk.log().files(Objects.requireNonNull(report.importId())));
            desk.everything().forEach((table, rows) -> all.append(table).append(rows));
            assertThat(all).doesNotContain(JsonPen.SECRETS);
            if (desk.database().address() instanceof DatabaseAddress.File file) {
                for (String ending : List.of("", "-wal")) {
                    Path kept = Path.of(file.path() + ending);
                    String bytes =
                            Files.exists(kept) ? new String(Files.readAllBytes(kept), StandardCharsets.ISO_8859_1) : "";
                    assertThat(JsonPen.SECRETS).noneMatch(bytes::contains);
                }
            }
        }
    }
}
