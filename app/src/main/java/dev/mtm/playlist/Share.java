package dev.mtm.playlist;

import java.util.List;

/// A part of a managed playlist.
///
/// @param name  what its tracks are, in the plural
/// @param count how many it is to have
/// @param pool  what may come in
record Share(String name, int count, List<Candidate> pool) {
    Share {
        pool = List.copyOf(pool);
    }
}
