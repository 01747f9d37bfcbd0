package dev.mtm.access;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Tokens with which programs come in. Each is shown once, when it is made; its hash is kept.
public final class ApiTokens {
    /// What every token begins with, so that it is recognised where it does not belong.
    public static final String BEGINNING = "mtm_";

    private static final String LINE = "token.";
    private static final String NEVER = "-";

    /// A use is written down at most this often.
    private static final Duration NOTED = Duration.ofMinutes(10);

    private final AccessFile file;
    private final Clock clock;

    public ApiTokens(AccessFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /// One token.
    ///
    /// @param changes whether it may change things; else it reads
    /// @param used    when it was used last, some minutes more or less; null: never
    public record Token(
            String name,
            boolean changes,
            Instant made,
            @Nullable Instant used) {}

    /// Makes a token.
    ///
    /// @return its text, which nobody can learn again
    public String make(String name, boolean changes) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "a token's name is made of up to 40 letters, digits, dots, dashes and underscores",
                    name,
                    "Name it after the program that uses it, such as home-assistant.");
        }
        String text = BEGINNING + Secret.text();
        String line = Secret.hash(text) + " " + (changes ? "change" : "read") + " "
                + clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + NEVER;
        AtomicBoolean taken = new AtomicBoolean();
        file.change(lines -> taken.set(lines.putIfAbsent(LINE + name, line) != null));
        if (taken.get()) {
            throw new MtmException(
                    ErrorCode.CONFLICT,
                    "there is a token of this name already",
                    name,
                    "Choose another name, or take that one back: mtm token revoke " + name);
        }
        return text;
    }

    /// All of them, by name.
    public List<Token> list() {
        List<Token> tokens = new ArrayList<>();
        file.lines().forEach((name, line) -> {
            if (name.startsWith(LINE)) {
                tokens.add(token(name, line));
            }
        });
        return tokens;
    }

    /// Takes one back.
    ///
    /// @throws MtmException when there is none of this name
    public void revoke(String name) {
        AtomicBoolean gone = new AtomicBoolean();
        file.change(lines -> gone.set(lines.remove(LINE + name) != null));
        if (!gone.get()) {
            throw new MtmException(
                    ErrorCode.NOT_FOUND, "there is no token of this name", name, "`mtm token list` shows them.");
        }
    }

    /// The token with this text; its use is noted.
    public Optional<Token> find(String text) {
        String hash = Secret.hash(text);
        for (Map.Entry<String, String> line : file.lines().entrySet()) {
            if (line.getKey().startsWith(LINE) && line.getValue().startsWith(hash + " ")) {
                Token token = token(line.getKey(), line.getValue());
                Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                if (token.used() == null || token.used().plus(NOTED).isBefore(now)) {
                    note(line.getKey(), line.getValue(), now);
                }
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    /// Where the file cannot be written now, the token is good all the same.
    private void note(String name, String line, Instant now) {
        try {
            file.change(lines -> lines.replace(name, line, line.substring(0, line.lastIndexOf(' ') + 1) + now));
        } catch (MtmException e) {
            if (e.code() != ErrorCode.READ_ONLY) {
                throw e;
            }
        }
    }

    private static Token token(String name, String line) {
        String[] parts = line.split(" ", -1);
        return new Token(
                name.substring(LINE.length()),
                parts[1].equals("change"),
                Instant.parse(parts[2]),
                parts[3].equals(NEVER) ? null : Instant.parse(parts[3]));
    }
}
