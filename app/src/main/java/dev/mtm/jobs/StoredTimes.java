package dev.mtm.jobs;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import dev.mtm.db.Dialect;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Lets the library write instants as every other table has them, so that backups, moves and checks know what to do
/// with its table. Whole seconds; jobs have no data.
final class StoredTimes extends DefaultJdbcCustomization {
    private final Dialect dialect;

    StoredTimes(Dialect dialect) {
        super(true);
        this.dialect = dialect;
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else {
            dialect.bind(statement, index, value.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // the library is not annotated, and takes null for an instant that is not known
    public Instant getInstant(ResultSet row, String column) throws SQLException {
        return dialect.instant(row, row.findColumn(column));
    }

    @Override
    public void setTaskData(PreparedStatement statement, int index, byte @Nullable [] value) throws SQLException {
        statement.setNull(index, Types.VARCHAR);
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public byte[] getTaskData(ResultSet row, String column) {
        return null;
    }

    @Override
    public boolean supportsExplicitQueryLimitPart() {
        return true;
    }

    @Override
    public String getQueryLimitPart(int limit) {
        return " limit " + limit;
    }

    @Override
    public String getName() {
        return dialect.label();
    }
}
