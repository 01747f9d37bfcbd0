package dev.mtm.web;

import dev.mtm.access.AccessFile;
import dev.mtm.enrich.Covers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a server stands on.
///
/// @param access   the password and the tokens; looked at for every request
/// @param arrivals a folder for files that are sent here, until they are read
/// @param covers   closed with the server; null: the listener wants none
/// @param open     what a request works with; each has one of its own
/// @param status   how things stand now
/// @param health   whether the store answers
/// @param defects  is told of every error of the program itself, a line each
/// @param log      is told of every request, a line of JSON each
public record Ground(
        Site site,
        AccessFile access,
        Path arrivals,
        @Nullable Covers covers,
        Clock clock,
        Supplier<Library> open,
        Supplier<Overview> status,
        Supplier<Health> health,
        Consumer<String> defects,
        Consumer<String> log) {}
