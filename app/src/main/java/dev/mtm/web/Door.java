package dev.mtm.web;

import io.javalin.security.RouteRole;

/// For whom a route is open. One that says nothing is for the listener: on this machine without a password for
/// everyone,
/// else for who has signed in.
enum Door implements RouteRole {
    /// The listener.
    LISTENER,
    /// Also guests, where the setting `public` lets them in.
    GUESTS,
    /// Everyone who can reach the server.
    EVERYONE
}
