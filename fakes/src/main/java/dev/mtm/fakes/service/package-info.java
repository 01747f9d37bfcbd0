/// What every fake is made of: a server on loopback with a clock of its own, a log of what was asked, and faults on
/// demand.
@NullMarked
package dev.mtm.fakes.service;

import org.jspecify.annotations.NullMarked;
