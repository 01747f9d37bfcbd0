package dev.mtm.doctor;

/// What one check found.
///
/// @param check  what was looked at
/// @param detail what was found, a phrase
/// @param remedy what to do; empty when it is fine
public record Finding(String check, boolean fine, String detail, String remedy) {
    static Finding fine(String check, String detail) {
        return new Finding(check, true, detail, "");
    }

    static Finding off(String check, String detail, String remedy) {
        return new Finding(check, false, detail, remedy);
    }
}
