package dev.mtm.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Style, scripts and pictures that the pages are made with. All of them come with the program.
final class Assets {
    private static final Pattern NAME = Pattern.compile("(vendor/)?[a-z0-9][a-z0-9.-]*");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    private Assets() {}

    static void answer(Context context) {
        String file = context.pathParam("file");
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null || !NAME.matcher(file).matches()) {
            throw new NotFoundResponse();
        }
        try (InputStream content = Assets.class.getResourceAsStream("/static/" + file)) {
            if (content == null) {
                throw new NotFoundResponse();
            }
            // A new version of the program may bring new ones, so a day at most.
            context.contentType(type)
                    .header("Cache-Control", "public, max-age=86400")
                    .result(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
