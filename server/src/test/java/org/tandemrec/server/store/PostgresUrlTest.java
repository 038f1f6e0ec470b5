package org.tandemrec.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresUrlTest {
    private static final String PLACE = "jdbc:postgresql://localhost:5432/shop";

    private static Properties beside() {
        Properties login = new Properties();
        login.setProperty("user", "beside");
        login.setProperty("ssl", "true");
        return login;
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', beside,",
        "?user=ann, '', ann,",
        "?password=a%26b%3D+c&user=%C3%A4, '', ä, a&b= c",
        "?sslmode=require&user=ann&password=p&ApplicationName=x, ?sslmode=require&ApplicationName=x, ann, p",
        "?userid=1&passwords=2, ?userid=1&passwords=2, beside,",
        "?user=&password=, '', '', ''"
    })
    void theLoginIsTakenOut(String parameters, String rest, String user, String password) {
        PostgresUrl cut = PostgresUrl.of(PLACE + parameters, beside());
        assertThat(cut.url()).isEqualTo(PLACE + rest);
        assertThat(cut).hasToString(PLACE + rest);
        assertThat(cut.login().getProperty("user")).isEqualTo(user);
        assertThat(cut.login().getProperty("password")).isEqualTo(password);
        assertThat(cut.login().getProperty("ssl")).isEqualTo("true");
    }

    @Test
    void whatIsEncodedWronglyIsNotShown() {
        assertThatThrownBy(() -> PostgresUrl.of(PLACE + "?user=u&password=100%secret", new Properties()))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(PLACE + ": user and password must be encoded")
                .hasMessageNotContaining("secret");
    }

    @Test
    void readersFromOutsideGetTheLoginBesideTheUrl() {
        EventStore.SqlAccess access =
                EventStores.sqlAccess(PLACE + "?user=ann&password=hush", new Properties(), Set.of());
        assertThat(access.url()).isEqualTo(PLACE);
        assertThat(access.login()).containsEntry("user", "ann").containsEntry("password", "hush");
        assertThat(access.toString()).startsWith(PLACE).doesNotContain("hush");
    }
}
