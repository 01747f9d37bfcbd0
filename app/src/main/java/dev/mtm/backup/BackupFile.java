package dev.mtm.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A backup by its name, `music-1f0c77aa-20260306T110000Z-v0015.db.gz`: of which store, when it was made, at which
/// version of the schema.
///
/// @param store the name of the file or database it is a copy of, and a hash of where that is
public record BackupFile(Path path, String store, Instant madeAt, int version) {
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{8}T\\d{6}Z)-v(\\d{4})\\.db\\.gz");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    static BackupFile of(Path folder, String store, Instant madeAt, int version) {
        String name = "%s-%s-v%04d.db.gz"
                .formatted(store, TIME.format(LocalDateTime.ofInstant(madeAt, ZoneOffset.UTC)), version);
        return new BackupFile(folder.resolve(name), store, madeAt, version);
    }

    /// What a file is by its name; empty when it has no such name.
    static Optional<BackupFile> parse(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            Instant madeAt = LocalDateTime.parse(name.group(2), TIME).toInstant(ZoneOffset.UTC);
            return Optional.of(new BackupFile(path, name.group(1), madeAt, Integer.parseInt(name.group(3))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
