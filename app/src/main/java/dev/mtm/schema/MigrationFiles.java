package dev.mtm.schema;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The migrations as files in the source tree, where new ones are written.
public final class MigrationFiles {
    private static final String FOLDER = "app/src/main/resources/migrations";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Path folder;

    private MigrationFiles(Path folder) {
        this.folder = folder;
    }

    /// @param root the folder that holds the project
    /// @throws MtmException when there is no source tree
    public static MigrationFiles of(Path root) {
        Path folder = root.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            throw new MtmException(
                    ErrorCode.NOT_FOUND,
                    "there is no source tree of this program here",
                    folder.toAbsolutePath().normalize().toString(),
                    "Run it in a clone of the project, or name the clone with --source.");
        }
        return new MigrationFiles(folder);
    }

    /// Writes the next pair of files, with nothing to do in them yet.
    public List<Path> write(String name) {
        return write(name, "", "", "", "");
    }

    /// Writes the next pair of files; the one of the draft's dialect holds the draft, the other is still to be written.
    public List<Path> write(String name, Draft draft) {
        return write(
                name,
                draft.dialect(),
                lines(draft.up()),
                draft.losses().stream().map(line -> line + "\n").collect(Collectors.joining()) + lines(draft.down()),
                "-- The file for " + draft.dialect() + " was drafted from a store; say the same here.\n");
    }

    private List<Path> write(String name, String drafted, String up, String down, String otherwise) {
        if (!NAME.matcher(name).matches()) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "a migration is not called like this",
                    "NAME",
                    "Give lower-case words joined by _, such as play_counts.");
        }
        try {
            int number = next();
            String note = name.substring(0, 1).toUpperCase(Locale.ROOT)
                    + name.substring(1).replace('_', ' ');
            List<Path> files = new ArrayList<>();
            for (String dialect : List.of("sqlite", "postgresql")) {
                boolean here = dialect.equals(drafted);
                Path file = folder.resolve("%04d_%s.%s.sql".formatted(number, name, dialect));
                Files.writeString(
                        file,
                        "-- note: " + note + "\n\n-- up\n" + (here ? up : otherwise) + "\n-- down\n"
                                + (here ? down : ""),
                        StandardOpenOption.CREATE_NEW);
                files.add(file);
            }
            return files;
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.READ_ONLY,
                    "the files cannot be written (" + e.getMessage() + ")",
                    folder.toString(),
                    "Make the folder writable for this user.",
                    e);
        }
    }

    private int next() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return 1
                    + files.map(file -> String.valueOf(file.getFileName()))
                            .filter(file -> file.matches("\\d{4}_.*\\.sql"))
                            .mapToInt(file -> Integer.parseInt(file.substring(0, 4)))
                            .max()
                            .orElse(0);
        }
    }

    private static String lines(List<String> statements) {
        return statements.stream().map(statement -> statement + ";\n").collect(Collectors.joining());
    }
}
