package dev.mtm.net;

import org.junit.jupiter.api.extension.Extension;

/// Lets [PoliteHttp] set up Java's HTTP client before a test uses one of its own: the first in a process decides.
public final class CountedCalls implements Extension {
    static {
        try {
            Class.forName(PoliteHttp.class.getName());
        } catch (ClassNotFoundException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
