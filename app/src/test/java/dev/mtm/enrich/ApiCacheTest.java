package dev.mtm.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStores.class)
final class ApiCacheTest {
    private final TestStores stores;
    private final Database database;

    ApiCacheTest(TestStores stores) {
        this.stores = stores;
        this.database = stores.open();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ApiCache.Found find(String request) {
        return database.read(session -> ApiCache.find(session, "weather", request));
    }

    private void keep(String request, String response, Duration holds) {
        database.write(session -> {
            ApiCache.keep(session, "weather", request, response, ApiCache.From.API, holds);
            return 0;
        });
    }

    private void recorded(String request, Duration ago) {
        Instant at = Instant.ofEpochSecond(Instant.now().minus(ago).getEpochSecond());
        assertThat(database.<Integer>write(session ->
                        session.update("update api_cache set recorded_at = ? where request = ?", at, request)))
                .isEqualTo(1);
    }

    @Test
    void freshStaleAndAbsentAreToldApart() {
        keep("a", "one", Duration.ofHours(1));
        assertThat(find("a")).isInstanceOfSatisfying(ApiCache.Fresh.class, fresh -> {
            assertThat(fresh.response()).isEqualTo("one");
            assertThat(Duration.between(fresh.recordedAt(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(1));
        });
        recorded("a", Duration.ofMinutes(59));
        assertThat(find("a")).isInstanceOf(ApiCache.Fresh.class);
        recorded("a", Duration.ofMinutes(61));
        assertThat(find("a"))
                .isInstanceOfSatisfying(
                        ApiCache.Stale.class,
                        stale -> assertThat(stale.response()).isEqualTo("one"));
        assertThat(find("b")).isInstanceOf(ApiCache.Absent.class);
        assertThat(database.<ApiCache.Found>read(session -> ApiCache.find(session, "other", "a")))
                .isInstanceOf(ApiCache.Absent.class);
    }

    @Test
    void aNewAnswerTakesThePlaceOfTheOldOne() {
        keep("a", "one", Duration.ofMinutes(1));
        recorded("a", Duration.ofDays(400));
        keep("a", "two", Duration.ofMinutes(1));
        assertThat(find("a"))
                .isInstanceOfSatisfying(
                        ApiCache.Fresh.class,
                        fresh -> assertThat(fresh.response()).isEqualTo("two"));
        database.write(session -> {
            ApiCache.keep(session, "weather", "a", "three", ApiCache.From.CACHE, null);
            return 0;
        });
        recorded("a", Duration.ofDays(4_000));
        assertThat(find("a")).as("it holds for ever").isInstanceOf(ApiCache.Fresh.class);
    }

    /// A time with a `T` sorts after every time with a blank of the same day: an old answer would pass for a new one.
    @Test
    void aTimeInAnotherSpellingIsRefused() {
        String now = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochSecond(Instant.now().getEpochSecond()).atOffset(ZoneOffset.UTC));
        for (String text : new String[] {now, "2026-05-06T14:22:31", "2026-05-06 14:22", "soon"}) {
            String insert = "insert into api_cache (service, request, response, recorded_at) values ('s', '" + text
                    + "', '', '" + text + "')";
            if (stores == TestStores.SQLITE) {
                assertThatThrownBy(() -> database.write(session -> session.update(insert)))
                        .hasMessageContaining("CHECK");
            } else if (!text.equals("soon")) {
                database.write(session -> session.update(insert));
                assertThat(database.<Instant>read(session -> session.first(
                                        "select recorded_at from api_cache where request = '" + text + "'",
                                        row -> row.instant(1))
                                .orElseThrow()))
                        .as("PostgreSQL keeps an instant, whatever its spelling")
                        .isNotNull();
            }
        }
        assertThatThrownBy(() -> database.write(session -> session.update(
                        "insert into api_cache (service, request, response, source) values ('s', 'r', '', 'guess')")))
                .isNotNull();
        assertThatThrownBy(() -> keep("r", "", Duration.ZERO)).isNotNull();
    }
}
