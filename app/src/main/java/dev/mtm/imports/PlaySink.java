package dev.mtm.imports;

import dev.mtm.listening.Play;

/// Takes the rows of a file one after the other, in the order of the file.
public interface PlaySink {
    void play(Play play);

    void rejected(Rejection rejection);
}
