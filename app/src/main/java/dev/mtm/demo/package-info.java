/// An invented listening life, written as the files that Spotify sends for an "extended streaming history" request.
/// It is for trying the program without one's own history, for screenshots and for measuring. Every artist, album,
/// track, show and book in it is made up.
@NullMarked
package dev.mtm.demo;

import org.jspecify.annotations.NullMarked;
