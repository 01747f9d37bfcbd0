package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.bytes;
import static dev.mtm.imports.ExportFiles.gzip;
import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.quoted;
import static dev.mtm.imports.ExportFiles.row;
import static dev.mtm.imports.ExportFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are not as they should be: what can be read is kept, what cannot is told with its place and a remedy.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class HardInputTest {
    private static final int OK = 0;
    private static final int BAD_INPUT = 3;
    private static final String SOUND = list(0, 20);

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    HardInputTest(TestStores stores) {
        this.stores = stores;
    }

    private Desk desk() {
        return Desk.at(stores, folder);
    }

    // ---- archives

    @Test
    void aFileThatIsOnlyNamedZipIsToldAsWhatItIs() {
        Desk desk = desk();
        Path file = desk.file("my_spotify_data.zip", "<html>Your download has expired</html>");
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err())
                .contains("nothing here is a listening history")
                .contains(file + ": not JSON")
                .contains("Looked for: spotify-extended");
        assertThat(desk.rows("select count(*) from import_run")).containsExactly("0");
    }

    @Test
    void aZipThatOnlyStartsLikeOneIsToldOnce() {
        Desk desk = desk();
        byte[] junk = new byte[5_000];
        Arrays.fill(junk, (byte) 'x');
        junk[0] = 'P';
        junk[1] = 'K';
        junk[2] = 3;
        junk[3] = 4;
        Path file = desk.file("export.zip", junk);
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err())
                .startsWith("mtm: " + file + ": the zip is damaged")
                .containsOnlyOnce("mtm: ");
        assertThat(outcome.err()).contains("Download it again");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 75})
    void aTruncatedZipIsImportedUpToTheBreakAndTheWholeOneAddsOnlyTheRest(int percent) {
        Desk desk = desk();
        byte[] whole = zip(new TreeMap<>(Map.of(
                "a.json",
                bytes(list(0, 300)),
                "b.json",
                bytes(list(300, 3_000)),
                "c.json",
                bytes(list(3_000, 3_100)))));
        Path file = desk.file("export.zip", Arrays.copyOf(whole, whole.length * percent / 100));
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err())
                .contains(file + ": the zip is damaged or breaks off")
                .contains("Download it again");
        long read = desk.plays();
        if (percent > 50) {
            assertThat(read).isBetween(1_000L, 3_099L);
            assertThat(outcome.err()).contains("b.json: row " + (read + 1 - 300) + ": the file breaks off");
        }
        desk.file("export.zip", whole);
        assertThat(desk.run("import", file.toString()).status()).isEqualTo(OK);
        assertThat(desk.plays()).isEqualTo(3_100);
        assertThat(desk.rows("select known, new_plays from import_file order by file_id desc"))
                .startsWith("0 | 100");
        assertThat(desk.rows("select sum(known) from import_file")).containsExactly(String.valueOf(read));
    }

    @Test
    void aTruncatedZipInsideASoundOneIsNotPassedOverInSilence() {
        Desk desk = desk();
        byte[] inner = zip(new TreeMap<>(Map.of("a.json", bytes(list(0, 50)), "b.json", bytes(list(50, 100)))));
        byte[] first = zip(Map.of("a.json", bytes(list(0, 50))));
        int endOfFirstMember = new String(first, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        for (int length : new int[] {inner.length * 3 / 4, endOfFirstMember, endOfFirstMember + 5}) {
            Path file = desk.file("outer.zip", zip(Map.of("inner.zip", Arrays.copyOf(inner, length))));
            Outcome outcome = desk.run("import", file.toString());
            assertThat(outcome.status()).isEqualTo(BAD_INPUT);
            assertThat(outcome.err()).contains("inner.zip: the zip is damaged or breaks off");
            assertThat(desk.plays()).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void aDamagedMemberDoesNotStopTheOthers() {
        Desk desk = desk();
        byte[] zip = zip(new TreeMap<>(Map.of(
                "a.json", bytes(list(0, 300)), "b.json", bytes(list(300, 600)), "c.json", bytes(list(600, 900)))));
        int second = new String(zip, StandardCharsets.ISO_8859_1).indexOf("b.json");
        Arrays.fill(zip, second + 1_500, second + 1_600, (byte) 0xff);
        Path file = desk.file("export.zip", zip);
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err())
                .contains("b.json: row ")
                .doesNotContain("a.json")
                .doesNotContain("c.json");
        assertThat(desk.rows("select new_plays from import_file where path like '%a.json' or path like '%c.json'"))
                .containsExactly("300", "300");
    }

    @Test
    void aZipWithAPasswordIsToldAsOne() {
        Desk desk = desk();
        byte[] zip = zip(Map.of("a.json", bytes(SOUND)));
        lock(zip);
        Path file = desk.file("locked.zip", zip);
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("""
                mtm: %s: the zip is protected by a password.
                  Unpack it yourself and import the folder.
                """.formatted(file));
        Path nested = desk.file("nested.zip", zip(Map.of("locked.zip", zip)));
        assertThat(desk.run("import", nested.toString()).err())
                .contains("nested.zip/locked.zip: the zip is protected by a password");
    }

    @Test
    void aMemberWithAPasswordDoesNotTakeTheReadableOnesAlong() {
        Desk desk = desk();
        byte[] open = zip(new TreeMap<>(Map.of("a.json", bytes(SOUND), "b.json", bytes(SOUND))));
        String text = new String(open, StandardCharsets.ISO_8859_1);
        open[text.indexOf("b.json") - 30 + 6] |= 1;
        open[text.lastIndexOf("b.json") - 46 + 8] |= 1;
        Outcome outcome = desk.run("import", desk.file("half.zip", open).toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err()).contains("protected by a password").containsOnlyOnce("mtm: ");
        assertThat(desk.plays()).isEqualTo(20);
    }

    @Test
    void zipsInZipsAndFoldersInFoldersAreOpened() {
        Desk desk = desk();
        byte[] inner = zip(Map.of("deep/er/a.json", bytes(list(0, 10))));
        desk.file("in/my/export.zip", zip(new TreeMap<>(Map.of("x/inner.zip", inner, "b.json", bytes(list(10, 20))))));
        desk.file("in/1/2/3/4/5/6/7/8/9/10/11/12/c.json", list(20, 30));
        desk.file("in/d.json.gz", gzip(bytes(list(30, 40))));
        Outcome outcome = desk.run("import", folder.resolve("in").toString());
        assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(OK, "");
        assertThat(desk.plays()).isEqualTo(40);
    }

    @Test
    void archivesPackedIntoEachOtherWithoutEndAreRefused() {
        Desk desk = desk();
        byte[] zips = bytes(SOUND);
        byte[] gzips = bytes(SOUND);
        for (int i = 0; i < 6; i++) {
            zips = zip(Map.of("a.zip", zips));
            gzips = gzip(gzips);
        }
        for (Path file : List.of(desk.file("zips.zip", zips), desk.file("gzips.gz", gzips))) {
            Outcome outcome = desk.run("import", file.toString());
            assertThat(outcome.status()).isEqualTo(BAD_INPUT);
            assertThat(outcome.err()).contains("packed into each other").contains("unpack it yourself");
        }
    }

    @Test
    void namesThatLeadOutOfAnArchiveAreOnlyPrinted() throws IOException {
        Desk desk = desk();
        Map<String, byte[]> members = new TreeMap<>();
        members.put("../../outside.json", bytes(list(0, 5)));
        members.put("/tmp/mtm-must-not-be-written.json", bytes(list(5, 10)));
        members.put("C:\\windows\\a.json", bytes(list(10, 15)));
        Path file = desk.file("in/deep/evil.zip", zip(members));
        assertThat(desk.run("import", file.toString()).status()).isEqualTo(OK);
        assertThat(desk.plays()).isEqualTo(15);
        try (var files = Files.walk(folder)) {
            assertThat(files.map(path -> String.valueOf(path.getFileName()))).doesNotContain("outside.json", "a.json");
        }
        assertThat(Path.of("/tmp/mtm-must-not-be-written.json")).doesNotExist();
    }

    @Test
    void memberNamesOfAnOldWindowsAreNoObstacle() {
        Desk desk = desk();
        byte[] zip = zip(Map.of("Téléchargé/a.json", bytes(SOUND)), Charset.forName("windows-1252"));
        Path file = desk.file("export.zip", zip);
        assertThat(desk.run("import", file.toString()))
                .extracting(Outcome::status)
                .isEqualTo(OK);
        Path nested = desk.file("nested.zip", zip(Map.of("export.zip", zip)));
        assertThat(desk.run("import", nested.toString()))
                .extracting(Outcome::status)
                .isEqualTo(OK);
        assertThat(desk.plays()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 3_000})
    void aTruncatedGzipIsImportedUpToTheBreakAndTheWholeOneAddsOnlyTheRest(int rows) {
        Desk desk = desk();
        byte[] whole = gzip(bytes(list(0, rows)));
        Path file = desk.file("a.json.gz", Arrays.copyOf(whole, whole.length * 2 / 3));
        Outcome outcome = desk.run("import", file.toString());
        long read = desk.plays();
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(read).isBetween(rows / 10L, rows - 1L);
        assertThat(outcome.err()).isEqualTo("""
                mtm: %s: row %d: the file breaks off; rows from here on could not be read.
                  The rows before it were imported. Fetch the file again and import that: rows that are here already are recognised.
                """.formatted(file, read + 1));
        desk.file("a.json.gz", whole);
        assertThat(desk.run("import", file.toString()).status()).isEqualTo(OK);
        assertThat(desk.plays()).isEqualTo(rows);
        assertThat(desk.rows("select known from import_file order by file_id"))
                .containsExactly("0", String.valueOf(read));
    }

    @Test
    void anEmptyGzipAndAnEmptyZipAreEmpty() {
        Desk desk = desk();
        assertThat(desk.run("import", desk.file("a.gz", gzip(new byte[0])).toString())
                        .err())
                .contains("a.gz: an empty file");
        Outcome outcome = desk.run("import", desk.file("a.zip", zip(Map.of())).toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err()).contains("a.zip: an empty file");
    }

    // ---- whole files

    @Test
    void aFileThatIsNoHistoryIsToldAsWhatItIs() {
        Map<String, String> told = Map.of(
                "{\"plays\": []}", "other JSON, not a list",
                "{\"ts\": \"2024-01-01T12:00:00Z\", \"ms_played\": 1}",
                        "a single record, where a list of records was expected",
                "[]", "an empty list",
                "[ ]", "an empty list",
                "", "an empty file",
                "   ", "an empty file",
                "[{\"artist\": \"x\"}]", "a list without the fields of a listening history",
                "null", "other JSON, not a list",
                "ts,ms_played", "not JSON");
        Desk desk = desk();
        Map<Path, String> files = new TreeMap<>();
        told.forEach((content, what) -> files.put(desk.file("in/" + files.size() + ".json", content), what));
        Outcome outcome = desk.run("import", folder.resolve("in").toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        files.forEach((file, what) -> assertThat(outcome.err()).contains("  " + file + ": " + what + "\n"));
        assertThat(outcome.err()).hasLineCount(files.size() + 2);
        assertThat(desk.plays()).isZero();
    }

    @Test
    void aByteOrderMarkIsNoObstacle() {
        Desk desk = desk();
        for (String charset : List.of("UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE")) {
            String text = list(row("2024-01-01T12:00:00Z", "Sigur Rós", charset, 200_000));
            desk.file("in/" + charset + ".json", ("\ufeff" + text).getBytes(Charset.forName(charset)));
        }
        assertThat(desk.run("import", folder.resolve("in").toString()).status()).isEqualTo(OK);
        assertThat(desk.rows("select artist_name, name from tracks"))
                .containsExactlyInAnyOrder(
                        "Sigur Rós | UTF-8", "Sigur Rós | UTF-16BE", "Sigur Rós | UTF-16LE", "Sigur Rós | UTF-32BE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_000})
    void aTruncatedFileIsImportedUpToTheBreakAndTheWholeOneAddsOnlyTheRest(int missing) {
        Desk desk = desk();
        String whole = list(0, 100);
        Path file = desk.file("a.json", whole.substring(0, whole.length() - missing));
        Outcome outcome = desk.run("import", file.toString());
        long read = desk.plays();
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err()).contains(file + ": row " + (read + 1) + ": the file breaks off");
        assertThat(read).isGreaterThan(80);
        assertThat(desk.rows("select rows_read, new_plays, rejected, read_to_end from import_file"))
                .first()
                .asString()
                .matches((read + 1) + " \\| " + read + " \\| 1 \\| [0f]");
        desk.file("a.json", whole);
        assertThat(desk.run("import", file.toString()).status()).isEqualTo(OK);
        assertThat(desk.plays()).isEqualTo(100);
    }

    @Test
    void textAfterTheListIsToldAndTheListIsKept() {
        Desk desk = desk();
        for (String rest : List.of(" and more", "[]", "}", ", {}")) {
            desk.file("in/" + rest.length() + ".json", SOUND + rest);
        }
        desk.file("in/2.json", SOUND + "{}");
        Outcome outcome = desk.run("import", folder.resolve("in").toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        for (int length : List.of(9, 2, 1, 4)) {
            assertThat(outcome.err()).contains(folder.resolve("in/" + length + ".json") + ": row 21: ");
        }
        assertThat(desk.plays()).isEqualTo(20);
    }

    @Test
    void bytesThatAreNotUtf8BecomeReplacementCharactersAndStopNothing() {
        Desk desk = desk();
        String text = list(
                row("2024-01-01T12:00:00Z", "Björk", "Jóga", 200_000),
                row("2024-01-01T13:00:00Z", "Plain", "x", 200_000));
        Path file = desk.file("latin1.json", text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(desk.run("import", file.toString()))
                .extracting(Outcome::status)
                .isEqualTo(OK);
        assertThat(desk.rows("select artist_name, name from tracks order by artist_name"))
                .containsExactly("Bj\ufffdrk | J\ufffdga", "Plain | x");
    }

    @Test
    void oneBadFileStopsNoRun() throws IOException {
        Desk desk = desk();
        desk.file("in/a.json", list(0, 10));
        desk.file("in/b.json", "[{\"ts\": \"2024-01-01T12:00:00Z\", \"ms_played\": 17, ");
        desk.file("in/c.zip", new byte[] {'P', 'K', 3, 4, 0});
        desk.file("in/d.json.gz", new byte[] {0x1f, (byte) 0x8b, 1});
        desk.file("in/e.json", list(10, 20));
        Files.createDirectory(folder.resolve("in/f.json"));
        Outcome outcome = desk.run("import", folder.resolve("in").toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err()).contains("b.json: row 1: ", "c.zip: ", "d.json.gz: ");
        assertThat(outcome.err().lines().filter(line -> line.startsWith("mtm: ")))
                .hasSize(3);
        assertThat(desk.plays()).isEqualTo(20);
    }

    @Test
    void aPathThatDoesNotExistIsToldAndTheOthersAreImported() {
        Desk desk = desk();
        Path file = desk.file("a.json", SOUND);
        String missing = folder.resolve("My Data.zip").toString();
        Outcome outcome = desk.run("import", missing, file.toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("""
                mtm: %s: there is no such file or folder.
                  Check the path; quotes help where it has spaces.
                """.formatted(missing));
        assertThat(desk.plays()).isEqualTo(20);
    }

    @Test
    void unrelatedFilesBesideAHistoryAreNamedAndDoNoHarm() {
        Desk desk = desk();
        desk.file("in/a.json", SOUND);
        desk.file("in/Identity.json", "{\"displayName\": \"x\"}");
        desk.file("in/ReadMeFirst.pdf", "%PDF-1.4");
        desk.file("in/.DS_Store", "junk");
        Outcome outcome = desk.run("import", folder.resolve("in").toString());
        assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(OK, "");
        assertThat(outcome.out())
                .contains("2 other files are no history that is understood: Identity.json, ReadMeFirst.pdf\n");
        assertThat(desk.plays()).isEqualTo(20);
    }

    @Test
    void aFileOrFolderThatMayNotBeReadIsToldAndTheOthersAreImported() throws IOException {
        assumeFalse(isRoot(), "runs as root, who may read everything");
        Desk desk = desk();
        desk.file("in/a.json", list(0, 10));
        Path secret = desk.file("in/b.json", list(10, 20));
        Path closed = desk.file("in/sub/c.json", list(20, 30)).resolve("..").normalize();
        desk.file("in/z.json", list(30, 40));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            Outcome outcome = desk.run("import", folder.resolve("in").toString());
            assertThat(outcome.status()).isEqualTo(BAD_INPUT);
            assertThat(outcome.err())
                    .contains("b.json: this user may not read it", "sub: this user may not read it")
                    .contains("Change its permissions");
            assertThat(desk.plays()).isEqualTo(20);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aPipeCanBeImported() throws Exception {
        Desk desk = desk();
        for (byte[] content :
                List.of(bytes(list(0, 10)), gzip(bytes(list(10, 20))), zip(Map.of("a", bytes(list(20, 30)))))) {
            Path pipe = folder.resolve("pipe");
            Files.deleteIfExists(pipe);
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            Thread writer = Thread.ofPlatform().daemon().start(() -> {
                try {
                    Files.write(pipe, content);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(desk.run("import", pipe.toString()))
                    .extracting(Outcome::status)
                    .isEqualTo(OK);
            writer.join(10_000);
        }
        assertThat(desk.plays()).isEqualTo(30);
    }

    // ---- rows

    @Test
    void aRowWithAnUnreadableValueIsRejectedWithItsPlaceAndTheRestStays() {
        List<List<String>> bad = List.of(
                List.of("ts", "\"1969-12-31T23:59:59Z\"", "the time is before 1970-01-02"),
                List.of("ts", "\"0001-01-01T00:00:00Z\"", "the time is before 1970-01-02"),
                List.of("ts", "\"2026-03-08T12:00:00Z\"", "the time is in the future"),
                List.of("ts", "\"9999-12-31T23:59:59Z\"", "the time is in the future"),
                List.of("ts", "\"2024-02-30T12:00:00Z\"", "ts is not a time that can be read"),
                List.of("ts", "\"2024-01-01 12:00:00\"", "ts is not a time that can be read"),
                List.of("ts", "\"yesterday\"", "ts is not a time that can be read"),
                List.of("ts", "\"\"", "ts is not a time that can be read"),
                List.of("ts", "1704110400", "ts is not a text"),
                List.of("ts", "null", "ts is missing"),
                List.of("ts", "", "ts is missing"),
                List.of("ms_played", "-1", "ms_played is negative"),
                List.of("ms_played", "\"180000\"", "ms_played is not a whole number of milliseconds"),
                List.of("ms_played", "1.5", "ms_played is not a whole number of milliseconds"),
                List.of("ms_played", "1e300", "ms_played is not a whole number of milliseconds"),
                List.of("ms_played", "1e3000", "ms_played is not a whole number of milliseconds"),
                List.of("ms_played", "99999999999999999999", "ms_played is not a whole number of milliseconds"),
                List.of("ms_played", "99999999999999", "ms_played is longer than a year"),
                List.of("ms_played", "{\"x\": 1}", "ms_played is not a whole number of milliseconds"),
                List.of("master_metadata_track_name", "17", "master_metadata_track_name is not a text"),
                List.of("master_metadata_track_name", "[\"x\"]", "master_metadata_track_name is not a text"),
                List.of("skipped", "\"no\"", "skipped is neither true nor false"));
        Desk desk = desk();
        List<String> rows = new ArrayList<>(List.of(row(0)));
        bad.forEach(one -> rows.add(row(Map.of(one.get(0), one.get(1)))));
        rows.add(row(1));
        Path file = desk.file("a.json", list(rows.toArray(String[]::new)));
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(OK, "");
        assertThat(outcome.out())
                .contains("\nRejected:\n  a.json, row 2: the time is before 1970-01-02")
                .contains("  … and " + (bad.size() - 5) + " more\n")
                .contains("`mtm imports show 1 --rejected`");
        assertThat(desk.plays()).isEqualTo(2);
        List<String> told =
                desk.run("imports", "show", "1", "--rejected").out().lines().toList();
        assertThat(told).hasSameSizeAs(bad);
        for (int i = 0; i < bad.size(); i++) {
            assertThat(told.get(i))
                    .startsWith(file + ", row " + (i + 2) + ": " + bad.get(i).get(2))
                    .contains("Singer")
                    .doesNotContain("203.0.113.7");
        }
    }

    @Test
    void anEntryThatIsNoRecordIsRejectedAndTheRestStays() {
        Desk desk = desk();
        Path file = desk.file("a.json", list("17", "\"te\\u0000xt\"", row(0), "null", "[1, [2]]", "true", row(1)));
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome.status()).isEqualTo(OK);
        assertThat(outcome.out()).contains("a.json, row 1: not a record");
        assertThat(desk.plays()).isEqualTo(2);
        assertThat(desk.rows("select row_number, reason, row_text from import_rejection order by row_number"))
                .containsExactly(
                        "1 | not a record | 17",
                        "2 | not a record | a text",
                        "4 | not a record | null",
                        "5 | not a record | a list",
                        "6 | not a record | true");
    }

    @Test
    void aLengthThatIsAWholeNumberCountsHoweverItIsWritten() {
        Desk desk = desk();
        Path file = desk.file(
                "a.json",
                list(
                        row(Map.of("ms_played", "180000.0")),
                        row(Map.of("ms_played", "1e3")),
                        row(Map.of("ms_played", "0"))));
        assertThat(desk.run("import", file.toString()).status()).isEqualTo(OK);
        assertThat(desk.rows("select listened_ms from play_history order by listened_ms"))
                .containsExactly("0", "1000", "180000");
    }

    @Test
    void aFieldThatIsMissingIsUnknownAndTheRowStays() {
        Desk desk = desk();
        Path file = desk.file(
                "a.json",
                list(row(0), row(Map.of("ms_played", "null", "skipped", "null", "shuffle", "", "platform", ""))));
        assertThat(desk.run("import", file.toString()).status()).isEqualTo(OK);
        assertThat(desk.rows("select skipped from play_history where listened_ms is null"))
                .containsExactly("null");
    }

    @Test
    void tomorrowIsAllowedForClocksThatAreAhead() {
        Desk desk = desk();
        Path file = desk.file("a.json", list(row(Map.of("ts", "\"2026-03-07T10:00:00Z\""))));
        assertThat(desk.run("import", file.toString()).status()).isEqualTo(OK);
        assertThat(desk.plays()).isEqualTo(1);
    }

    @Test
    void namesThatNoDatabaseCouldKeepAreKeptAsNearAsCanBe() {
        Desk desk = desk();
        Path file = desk.file(
                "a.json",
                list(
                        named("2024-01-01T12:00:00Z", "nul\\u0000byte"),
                        named("2024-01-01T12:10:00Z", "lone\\ud83d half"),
                        named("2024-01-01T12:20:00Z", "other\\ude00half"),
                        named("2024-01-01T12:30:00Z", "whole \\ud83d\\ude00"),
                        named("2024-01-01T12:40:00Z", "\\ufeffmark"),
                        named("2024-01-01T12:50:00Z", "\\u001b[31mred\\u0007")));
        assertThat(desk.run("import", file.toString()))
                .extracting(Outcome::status)
                .isEqualTo(OK);
        assertThat(desk.rows("select t.name from play_history as p join tracks as t on t.track_key = p.track_key"
                        + " order by p.played_at"))
                .containsExactly(
                        "nul\ufffdbyte",
                        "lone\ufffd half",
                        "other\ufffdhalf",
                        "whole \ud83d\ude00",
                        "\ufeffmark",
                        "\u001b[31mred\u0007");
        assertThat(desk.run("import", file.toString()).out()).contains("Nothing new");
    }

    private static String named(String ts, String escaped) {
        return row(Map.of("ts", quoted(ts), "master_metadata_track_name", '"' + escaped + '"'));
    }

    @Test
    void controlCharactersOfAFileNeverReachTheTerminal() {
        Desk desk = desk();
        String evil = "\u001b]0;owned\u0007\u009b2J\u202e\u0000";
        String rejected = row(Map.of("ts", "\"x\"", "master_metadata_track_name", "\"\\u001b[2Jrow\""));
        Map<String, byte[]> members = new TreeMap<>();
        members.put("a" + evil + ".json", bytes(list(named("2024-01-01T12:00:00Z", "\\u001b[2Jsong"), rejected)));
        members.put("b" + evil + ".json", bytes(list(row(1)) + "junk"));
        members.put("c" + evil + ".txt", bytes("nothing"));
        Path file = desk.file("evil.zip", zip(members));
        Path nothing = desk.file("nothing.zip", zip(Map.of("c" + evil + ".txt", bytes("nothing"))));
        List<Outcome> outcomes = List.of(
                desk.run("import", file.toString()),
                desk.run("import", nothing.toString()),
                desk.run("imports"),
                desk.run("imports", "show", "1"),
                desk.run("imports", "show", "1", "--rejected"),
                desk.run("ask", "recent-plays"),
                desk.run("ask", "recent-plays", "--format", "markdown"),
                desk.run("ask", "first-heard", "--track", "song x"),
                desk.run("ask", "first-heard", "--track", "song", "--sql"));
        assertThat(outcomes.get(0).out()).contains("a\\u001b]0;owned\\u0007\\u009b2J\\u202e");
        assertThat(outcomes.get(0).err()).contains("b\\u001b]0;owned\\u0007\\u009b2J\\u202e");
        assertThat(outcomes.get(1).err()).contains("c\\u001b]0;owned\\u0007\\u009b2J\\u202e");
        assertThat(outcomes.get(5).out()).contains("\\u001b[2Jsong");
        assertThat(outcomes.get(7).err()).contains("\\u001b[2Jsong");
        for (Outcome outcome : outcomes) {
            assertThat((outcome.out() + outcome.err()).codePoints())
                    .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e));
        }
    }

    @Test
    void aTextLongerThanAnyNameEndsTheFileThereAndNotTheProgram() {
        Desk desk = desk();
        Path file = desk.file("a.json", list(row(0), named("2024-01-01T12:00:00Z", "x".repeat(2_000_000)), row(1)));
        Outcome outcome = desk.run("import", file.toString());
        assertThat(outcome.status()).isEqualTo(BAD_INPUT);
        assertThat(outcome.err())
                .contains(file + ": row 2: the row holds a text, number or nesting beyond every limit");
        assertThat(desk.plays()).isEqualTo(1);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// Sets the bit that says that a member is encrypted, in its own header and in the directory.
    private static void lock(byte[] zip) {
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        zip[6] |= 1;
        zip[text.indexOf("PK\u0001\u0002") + 8] |= 1;
    }
}
