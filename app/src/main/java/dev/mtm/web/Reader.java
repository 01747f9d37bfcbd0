package dev.mtm.web;

import org.jspecify.annotations.Nullable;

/// Who reads a page, as far as the page shows it.
///
/// @param base     what stands before every path, such as `/music`; empty: nothing
/// @param token    what a form that changes something carries, and a script sends as the header `X-CSRF-Token`
/// @param notice   what was done just now; null: nothing
/// @param guest    whether they see only what everyone may see, as it is today
/// @param signedIn whether they can sign out
/// @param covers   whether they are shown covers that the server fetched
public record Reader(
        String base, String token, @Nullable Notice notice, boolean guest, boolean signedIn, boolean covers) {}
