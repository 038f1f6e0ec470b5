package org.tandemrec.data;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query whose rows are events: columns are found by their labels, as in a header. The URL is only shown without what may be secret.
 *
 * @param url the database, {@code jdbc:…}
 * @param sql the query
 * @param user who asks, or null where the URL says it or nobody needs to
 * @param password the user's password, or null
 */
public record JdbcQuery(
        String url,
        String sql,
        @Nullable String user,
        @Nullable String password) {
    /** What every URL of a database begins with. */
    public static final String SCHEME = "jdbc:";

    private static final Pattern PARAMETERS = Pattern.compile("[?;]|[:/,][A-Za-z_]+=");
    private static final Pattern SECRET =
            Pattern.compile("(?i)(?:password|passwd|pwd|passphrase|secret|token|key)\\w*=([^&;,]+)");
    /* Up to the last @; of drivers with a type of their own, as jdbc:oracle:thin:, without it. */
    private static final Pattern LOGIN = Pattern.compile("^jdbc:[^:@]+:(?:[a-z]+[0-9]?:(?=[^:@]*/)|/*)(.+)@");
    private static final Pattern LOGIN_PART = Pattern.compile("[:/@]");

    /**
     * Checks the URL.
     *
     * @throws DataException if it is none, or the query is blank
     */
    public JdbcQuery {
        if (!url.startsWith(SCHEME)) {
            throw new DataException(
                    "a database must be named by a URL that begins with jdbc:, but was " + Quote.of(url));
        }
        if (sql.isBlank()) {
            throw new DataException(
                    shown(url)
                            + ": a database needs a query, but it is blank; for example \"select user_id, item_id from events\"");
        }
    }

    /** The URL without parameters and login, as it may be printed. */
    public String shown() {
        return shown(url);
    }

    /** A URL without parameters and login, as it may be printed. */
    public static String shown(String url) {
        Matcher parameters = PARAMETERS.matcher(url);
        String plain = parameters.find() ? url.substring(0, parameters.start()) : url;
        int login = url.lastIndexOf('@');
        if (login < 0) {
            return plain;
        }
        Matcher behind = PARAMETERS.matcher(url);
        String host = behind.find(login) ? url.substring(login, behind.start()) : url.substring(login);
        int subprotocol = url.indexOf(':', SCHEME.length());
        return url.substring(0, subprotocol < 0 || subprotocol > login ? SCHEME.length() : subprotocol + 1) + "…"
                + host;
    }

    /**
     * A driver's message without what may be secret: the password, secret parameters and the login of the URL, each as it stands there
     * and decoded, and of the login what a driver that cuts it at another place takes for the host's beginning.
     */
    String withoutSecrets(String message) {
        String clean = message.replace(url, shown());
        for (String secret : secrets()) {
            clean = clean.replace(secret, secret.endsWith("@") ? "…@" : "…");
        }
        return clean;
    }

    /** What must not be printed, the longest first. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        if (password != null) {
            secrets.add(password);
        }
        Matcher parameter = SECRET.matcher(url);
        while (parameter.find()) {
            secrets.add(parameter.group(1));
        }
        Matcher login = LOGIN.matcher(url);
        if (login.find()) {
            secrets.add(login.group(1));
            Matcher end = LOGIN_PART.matcher(login.group(1));
            if (end.find()) {
                secrets.add(login.group(1).substring(end.end()));
            }
            while (end.find()) {
                secrets.add(login.group(1).substring(end.end()) + "@");
            }
        }
        return secrets.stream()
                .flatMap(secret -> Stream.of(secret, decoded(secret)))
                .filter(secret -> !secret.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** A part of a URL as its driver may decode it. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign of its own
        }
    }

    /** What figures call the data: the database's name. */
    String name() {
        String name = shown().replaceFirst("^jdbc:[^:]*:", "").replaceFirst(".*[/\\\\:@…]", "");
        int dot = name.lastIndexOf('.');
        return name.isEmpty() ? "query" : dot > 0 ? name.substring(0, dot) : name;
    }

    @Override
    public String toString() {
        return shown();
    }
}
