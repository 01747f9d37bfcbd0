package dev.mtm.schema;

import dev.mtm.db.Resources;
import dev.mtm.db.SqlFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One numbered change of the schema, as its file `migrations/NNNN_what.<dialect>.sql` tells it.
///
/// @param version  counts from 1 without gaps
/// @param name     the `what` of the file name
/// @param note     one sentence for the version table
/// @param up       statements that make the change
/// @param down     statements that take it back
/// @param losses   what taking it back would lose; all must count 0, or the reader insists
/// @param changes  the tables whose number of rows it means to change
/// @param checksum SHA-256 of the file, hexadecimal
public record Migration(
        int version,
        String name,
        String note,
        List<String> up,
        List<String> down,
        List<Loss> losses,
        Set<String> changes,
        String checksum) {
    private static final Map<String, List<Migration>> READ = new ConcurrentHashMap<>();
    private static final Pattern FILE_NAME = Pattern.compile("(\\d{4})_([a-z0-9_]+)\\.([a-z]+)\\.sql");
    private static final Pattern LOSS = Pattern.compile("(?m)^-- loses: ([^:]+): (select .+)$");
    private static final Pattern CHANGES = Pattern.compile("(?m)^-- changes: (.+)$");
    private static final Pattern NOTE = Pattern.compile("(?m)\\A-- note: (.+)$");

    public Migration {
        up = List.copyOf(up);
        down = List.copyOf(down);
        losses = List.copyOf(losses);
        changes = Set.copyOf(changes);
    }

    /// What a step down would lose.
    ///
    /// @param what  the rows, in words
    /// @param count a query that counts them
    public record Loss(String what, String count) {}

    /// How many migrations a dialect has, told by their names alone.
    static int count(String dialect) {
        return Math.toIntExact(Resources.names("migrations").stream()
                .filter(name -> name.endsWith("." + dialect + ".sql"))
                .count());
    }

    /// The migrations of a dialect, in order. They are read once.
    ///
    /// @throws IllegalStateException when a number is missing or double, or a part of a file is
    public static List<Migration> of(String dialect) {
        return READ.computeIfAbsent(dialect, Migration::read);
    }

    private static List<Migration> read(String dialect) {
        List<Migration> found = new ArrayList<>();
        for (String file : Resources.names("migrations")) {
            Matcher name = FILE_NAME.matcher(file);
            if (!name.matches()) {
                throw new IllegalStateException("migrations/" + file + " is not named NNNN_what.dialect.sql");
            }
            if (name.group(3).equals(dialect)) {
                found.add(parse(Integer.parseInt(name.group(1)), name.group(2), Resources.text("migrations/" + file)));
            }
        }
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).version() != i + 1) {
                throw new IllegalStateException("migration " + (i + 1) + " for " + dialect + " is missing or double");
            }
        }
        return List.copyOf(found);
    }

    static Migration parse(int version, String name, String text) {
        Matcher note = NOTE.matcher(text);
        int up = text.indexOf("\n-- up\n");
        int down = text.indexOf("\n-- down\n");
        if (!note.find() || up < 0 || down < up) {
            throw new IllegalStateException(
                    "migration " + version + " needs a first line `-- note: …`, then `-- up`, then `-- down`");
        }
        List<Loss> losses = LOSS.matcher(text.substring(down))
                .results()
                .map(found -> new Loss(found.group(1), found.group(2)))
                .toList();
        Set<String> changes = new TreeSet<>();
        CHANGES.matcher(text.substring(0, up))
                .results()
                .forEach(found -> changes.addAll(List.of(found.group(1).split("[, ]+", -1))));
        return new Migration(
                version,
                name,
                note.group(1),
                SqlFile.statements(text.substring(up, down)),
                SqlFile.statements(text.substring(down)),
                losses,
                changes,
                sha256(text));
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
