package dev.mtm.crooked.cli;

import dev.mtm.crooked.web.Page;

/// One view that uses the other.
record Sideways(Page page) {}
