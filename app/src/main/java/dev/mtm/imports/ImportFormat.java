package dev.mtm.imports;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The formats that can be imported: the registry. Which one a file has is told by its content, never by its name.
public enum ImportFormat {
    SPOTIFY_EXTENDED("spotify-extended", new SpotifyExtendedReader()),
    SPOTIFY_ACCOUNT("spotify-account", new SpotifyAccountReader()),
    MTM_EXPORT("mtm-export", new MtmExportReader());

    private final String label;
    private final PlayReader reader;

    ImportFormat(String label, PlayReader reader) {
        this.label = label;
        this.reader = reader;
    }

    /// The word for `--format` and reports.
    public String label() {
        return label;
    }

    /// What its records are recognised by, in words.
    public String mark() {
        return reader.mark();
    }

    PlayReader reader() {
        return reader;
    }

    /// The format of a name.
    ///
    /// @throws MtmException when there is none of that name
    public static ImportFormat of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new MtmException(
                        ErrorCode.USAGE,
                        "there is no format named " + label,
                        "--format",
                        "Choose one of: "
                                + Arrays.stream(values())
                                        .map(ImportFormat::label)
                                        .collect(Collectors.joining(", "))
                                + "; or leave it out, files are recognised by their content."));
    }

    /// The format whose records have these fields; null when none does.
    static @Nullable ImportFormat recognised(Set<String> fields) {
        return Arrays.stream(values())
                .filter(format -> format.reader.recognises(fields))
                .findFirst()
                .orElse(null);
    }
}
