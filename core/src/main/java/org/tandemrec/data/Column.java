package org.tandemrec.data;

import java.util.List;
import java.util.Locale;

/** What a column of a file means to Tandem, and the header names it is known by. */
public enum Column {
    /** The raw user id; a session's id where the data has sessions instead of users. Required. */
    USER(true),
    /** The raw item id. Required. */
    ITEM(true),
    /** The rating, a finite number. Optional. */
    RATING(false),
    /** The time: epoch seconds, epoch milliseconds, or an ISO date or date-time. Optional. */
    TIME(false);

    private final boolean required;

    Column(boolean required) {
        this.required = required;
    }

    /** Whether a file without this column cannot be read. */
    public boolean required() {
        return required;
    }

    /** The name used in options, for example {@code user}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The header names it is known by, in lower case and without underscores, blanks and hyphens. */
    public List<String> aliases() {
        return switch (this) {
            case USER ->
                List.of(
                        "user",
                        "userid",
                        "uid",
                        "customer",
                        "customerid",
                        "member",
                        "memberid",
                        "reviewer",
                        "reviewerid",
                        "visitor",
                        "visitorid",
                        "session",
                        "sessionid");
            case ITEM ->
                List.of(
                        "item",
                        "itemid",
                        "iid",
                        "movie",
                        "movieid",
                        "product",
                        "productid",
                        "article",
                        "articleid",
                        "track",
                        "trackid",
                        "book",
                        "bookid",
                        "business",
                        "businessid",
                        "asin",
                        "isbn");
            case RATING -> List.of("rating", "bookrating", "score", "stars", "value", "overall");
            case TIME ->
                List.of("timestamp", "time", "ts", "date", "datetime", "eventtime", "unixtime", "unixreviewtime");
        };
    }

    /** Whether a header's name means this column; case, underscores, blanks and hyphens do not matter. */
    public boolean matches(String header) {
        return aliases().contains(normalized(header));
    }

    /** A header's name in the form of the aliases. */
    static String normalized(String header) {
        return header.replace("_", "").replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
