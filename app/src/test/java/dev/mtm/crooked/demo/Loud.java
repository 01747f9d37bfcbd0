package dev.mtm.crooked.demo;

import java.sql.Connection;
import java.sql.SQLException;

/// Speaks SQL without a table of its own, and prints what it hears.
final class Loud {
    private Loud() {}

    static void shout(Connection connection) throws SQLException {
        System.out.println(connection.getCatalog());
    }
}
