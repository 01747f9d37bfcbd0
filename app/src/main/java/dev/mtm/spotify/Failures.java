package dev.mtm.spotify;

import dev.mtm.net.RemoteFailure;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.temporal.ChronoUnit;

/// What went wrong at Spotify, as readers are told.
final class Failures {
    private static final String WHERE = "Spotify";

    private Failures() {}

    static MtmException told(RemoteFailure failure) {
        return switch (failure) {
            case RemoteFailure.Unauthorised refused -> signInAgain("it refuses the sign-in");
            case RemoteFailure.RetryLater later ->
                new MtmException(
                        ErrorCode.LATER,
                        later.why(),
                        WHERE,
                        "Nothing is lost; ask again after "
                                + later.until().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1) + ".",
                        later);
            case RemoteFailure.Unrecoverable refused ->
                new MtmException(
                        refused.status() == 404 ? ErrorCode.NOT_FOUND : ErrorCode.REMOTE,
                        refused.why(),
                        WHERE,
                        switch (refused.status()) {
                            case 403 ->
                                "The owner of the app needs Spotify Premium, you must be on the app's list of users, and the"
                                        + " sign-in must cover this: sign in again with `mtm login`.";
                            case 404 -> "It may have been removed there.";
                            default -> "If it stays like this, please report it.";
                        },
                        refused);
        };
    }

    static MtmException unusable(String what) {
        return new MtmException(
                ErrorCode.REMOTE,
                "it answered " + what,
                WHERE,
                "Ask again later. If it stays like this, please report it.");
    }

    static MtmException signInAgain(String why) {
        return new MtmException(
                ErrorCode.SIGN_IN, why, WHERE, "Sign in again: `mtm login`. Imports and questions go on without it.");
    }

    static MtmException signInFirst() {
        return new MtmException(
                ErrorCode.SIGN_IN,
                "nobody is signed in",
                WHERE,
                "Sign in once: `mtm login`. Imports and questions go on without it.");
    }
}
