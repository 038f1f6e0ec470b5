package org.tandemrec.server.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A URL of PostgreSQL, cut into one that may be shown and a login.
 *
 * @param url without {@code user} and {@code password}
 * @param login what else the driver is given, among it those two, as far as they are known
 */
record PostgresUrl(String url, Properties login) {
    private static final String USER = "user=";
    private static final String PASSWORD = "password=";

    /**
     * Cuts a URL; a login in it goes before the one beside it, as the driver has it.
     *
     * @throws StoreException if the login is not encoded as in a URL
     */
    static PostgresUrl of(String jdbcUrl, Properties beside) {
        Properties login = new Properties();
        beside.stringPropertyNames().forEach(key -> login.setProperty(key, beside.getProperty(key)));
        int question = jdbcUrl.indexOf('?');
        if (question < 0) {
            return new PostgresUrl(jdbcUrl, login);
        }
        String place = jdbcUrl.substring(0, question);
        List<String> others = new ArrayList<>();
        for (String parameter : jdbcUrl.substring(question + 1).split("&", -1)) {
            if (parameter.startsWith(USER)) {
                login.setProperty("user", decoded(parameter.substring(USER.length()), place));
            } else if (parameter.startsWith(PASSWORD)) {
                login.setProperty("password", decoded(parameter.substring(PASSWORD.length()), place));
            } else {
                others.add(parameter);
            }
        }
        return new PostgresUrl(others.isEmpty() ? place : place + '?' + String.join("&", others), login);
    }

    private static String decoded(String text, String place) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    place + ": user and password must be encoded as in a URL (a percent sign is %25), but one is not",
                    null);
        }
    }

    /** Without a password. */
    @Override
    public String toString() {
        return url;
    }
}
