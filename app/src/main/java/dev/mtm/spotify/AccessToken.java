package dev.mtm.spotify;

import dev.mtm.net.PoliteHttp;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The access token of the account, made new when it is about to end. One process at a time fetches a new
/// one, and what it fetched is in the store before anybody uses it: with each new token Spotify may end the
/// one that it was fetched with.
final class AccessToken {
    /// A token that ends sooner is not used any more.
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /// Longer than a call may take.
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /// How often it is tried to keep a new token, each time as long as the store lets wait.
    private static final int TRIES = 3;

    /// New tokens of this process that could not be kept yet, by the sealed ones that they replace: whoever
    /// uses the sign-in next in this process keeps them first.
    private static final Map<String, Grant> UNKEPT = new ConcurrentHashMap<>();

    private final SignInStore store;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final PoliteHttp.Rest rest;

    AccessToken(SignInStore store, TokenEndpoint endpoint, Clock clock, PoliteHttp.Rest rest) {
        this.store = store;
        this.endpoint = endpoint;
        this.clock = clock;
        this.rest = rest;
    }

    /// A token that holds for a while.
    ///
    /// @throws MtmException when nobody is signed in, the sign-in has ended, or Spotify asks to wait
    String current() {
        SignInStore.Stored stored = valid();
        return clock.instant().plus(MARGIN).isBefore(stored.accessUntil())
                ? store.access(stored)
                : store.access(renewed(stored));
    }

    /// Another token than this one, which Spotify refused although it should hold.
    String insteadOf(String refused) {
        SignInStore.Stored stored = valid();
        String now = store.access(stored);
        return now.equals(refused) ? store.access(renewed(stored)) : now;
    }

    private SignInStore.Stored valid() {
        SignInStore.Stored stored = store.find().orElseThrow(Failures::signInFirst);
        Grant unkept = UNKEPT.get(stored.sealedAccess());
        if (unkept != null) {
            keep(stored, unkept);
            return valid();
        }
        if (stored.endedAt() != null) {
            throw Failures.signInAgain("the sign-in has ended");
        }
        return stored;
    }

    private SignInStore.Stored renewed(SignInStore.Stored stale) {
        Instant giveUp = clock.instant().plus(LEASE.multipliedBy(2));
        while (true) {
            Optional<Instant> lease = store.lease(stale, clock.instant(), LEASE);
            if (lease.isPresent()) {
                fetch(stale, lease.get());
                return valid();
            }
            SignInStore.Stored now = valid();
            if (!now.sealedAccess().equals(stale.sealedAccess())) {
                return now;
            }
            if (clock.instant().isAfter(giveUp)) {
                throw new MtmException(
                        ErrorCode.LATER,
                        "another process has been fetching a new token for minutes",
                        "Spotify",
                        "Ask again later.");
            }
            rest();
        }
    }

    private void fetch(SignInStore.Stored stale, Instant lease) {
        try {
            keep(stale, granted(stale, lease));
        } catch (TokenEndpoint.Refused e) {
            // Whoever was slower than their lease may have renewed it meanwhile: then nothing has ended.
            store.end(stale, clock.instant());
            valid();
        }
    }

    private Grant granted(SignInStore.Stored stale, Instant lease) throws TokenEndpoint.Refused {
        try {
            return endpoint.refresh(stale.clientId(), store.refresh(stale));
        } catch (MtmException e) {
            store.release(lease);
            throw e;
        }
    }

    /// The old refresh token may be good for nothing by now, so what came in its place is not let go of
    /// while the store cannot be written.
    private void keep(SignInStore.Stored stale, Grant grant) {
        UNKEPT.put(stale.sealedAccess(), grant);
        for (int attempt = 1; ; attempt++) {
            try {
                store.renew(stale, grant);
                UNKEPT.remove(stale.sealedAccess());
                return;
            } catch (MtmException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                rest();
            }
        }
    }

    private void rest() {
        try {
            rest.pause(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MtmException(ErrorCode.LATER, "the call was interrupted", "Spotify", "Ask again.", e);
        }
    }
}
