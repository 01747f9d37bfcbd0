package dev.mtm.web;

import dev.mtm.enrich.CoverSource.Size;
import dev.mtm.enrich.Covers;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Covers as a browser gets them. It lays each over the drawn one of the page, so where there is none to be had in time
/// it gets a picture of nothing, and asks again with the next page.
final class CoverFiles {
    private static final String NOTHING = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

    /// How long a browser waits for a fetch, which goes on.
    private static final long WAIT_MILLIS = 3_000;

    private final Supplier<Library> open;
    private final @Nullable Covers covers;

    /// @param covers null: the listener wants none
    CoverFiles(Supplier<Library> open, @Nullable Covers covers) {
        this.open = open;
        this.covers = covers;
    }

    /// The path of the cover that came with a track.
    ///
    /// @param track its id, as a part of a path
    static String path(String track, Size size) {
        return "/covers/" + track
                + switch (size) {
                    case SMALL -> "";
                    case LARGE -> "?size=large";
                };
    }

    void answer(Context context) {
        if (covers == null) {
            throw new NotFoundResponse();
        }
        Optional<URI> address = address(context);
        if (address.isEmpty()) {
            show(context, Optional.empty());
            return;
        }
        context.future(() -> covers.find(address.get())
                .copy()
                .completeOnTimeout(Optional.empty(), WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .thenAccept(found -> show(context, found)));
    }

    private Optional<URI> address(Context context) {
        Size size = "large".equals(context.queryParam("size")) ? Size.LARGE : Size.SMALL;
        try (Library library = open.get()) {
            return library.covers().address(Visit.name(context.pathParam("track")), size);
        }
    }

    private static void show(Context context, Optional<Covers.Picture> found) {
        found.ifPresentOrElse(
                picture -> context.contentType(picture.type())
                        .header("Cache-Control", "private, max-age=604800")
                        .result(picture.bytes()),
                () -> context.contentType("image/svg+xml").result(NOTHING));
    }
}
