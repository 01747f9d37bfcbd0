package dev.mtm.playlist;

/// What a playlist says of itself: why these tracks, of which day, and a mark by which it is found again.
final class Description {
    /// The longest that Spotify takes.
    private static final int LONGEST = 300;

    private Description() {}

    /// One line; a reason that is too long is cut.
    ///
    /// @param tracks how many are in
    static String of(Edition edition, int tracks, String marker) {
        String end = " " + tracks + (tracks == 1 ? " track" : " tracks") + " as of " + edition.asOf()
                + ", by Music Time Machine (" + marker + ").";
        String reason = edition.reason().replaceAll("\\p{Cntrl}+", " ");
        int room = LONGEST - end.length();
        if (reason.length() <= room) {
            return reason + end;
        }
        int cut = room - 1;
        return reason.substring(0, Character.isHighSurrogate(reason.charAt(cut - 1)) ? cut - 1 : cut) + "…" + end;
    }
}
