/// What the server does by itself, and when: jobs, their rhythms, and how their runs went.
@NullMarked
package dev.mtm.jobs;

import org.jspecify.annotations.NullMarked;
