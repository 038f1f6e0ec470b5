package org.tandemrec.server.store;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Users, items and feedback, on disk. Every feedback is an event of its own.
 *
 * <p>Writing methods return when what they wrote is committed, so that it survives a crash, and every {@link ChangeListener} has been
 * told; several of them share one commit. Users and items that feedback names and that are unknown come into being with it. Safe for use
 * by any number of threads. Each method throws {@link StoreUnavailableException} where the database does not answer, cannot write (the
 * disk is full) or has too many writes waiting.
 */
public interface EventStore extends AutoCloseable {
    /**
     * Lets go on who waits for a commit that took place. They do so by themselves, but sooner if busy virtual threads call this between
     * what they do.
     */
    void wakeWriters();

    /** Has a listener told of every commit from now on. */
    void listen(ChangeListener listener);

    /** Stores users, replacing those of the same id; returns how many. */
    int putUsers(List<User> users);

    /** Deletes a user with all feedback; returns 1, or 0 where there is none. */
    int deleteUser(String userId);

    /** A user. */
    Optional<User> user(String userId);

    /** Users in the order of their ids, at most {@code n} from a cursor on; an empty cursor starts. */
    Page<User> users(String cursor, int n);

    /** Stores items, replacing those of the same id; returns how many. */
    int putItems(List<Item> items);

    /** Deletes an item with all its feedback; returns 1, or 0 where there is none. */
    int deleteItem(String itemId);

    /** An item. */
    Optional<Item> item(String itemId);

    /** Items in the order of their ids, at most {@code n} from a cursor on; an empty cursor starts. */
    Page<Item> items(String cursor, int n);

    /** Shows every item, in the order of numbers. */
    void forEachItem(Consumer<StoredItem> visitor);

    /**
     * Stores feedback; returns how many rows were inserted or, with {@link Duplicates#OVERWRITE}, changed.
     *
     * <p>An event older than the user's latest takes its place in time.
     */
    int append(List<Feedback> feedback, Duplicates duplicates);

    /**
     * Stores a lot of feedback in one commit, fast where each user's lies together; of duplicates the first stays. Other writes wait
     * meanwhile. Returns how many rows were inserted.
     *
     * @throws IllegalStateException if there are listeners: they would not be told
     */
    long importAll(Iterator<Feedback> feedback);

    /** Feedback in the order of time, that of one time in an order that stays, at most {@code n} from a cursor on; an empty cursor starts. */
    Page<Feedback> feedback(FeedbackQuery query, String cursor, int n);

    /** The latest feedback of each (type, user, item), newest first; the query names a user or an item. */
    List<Feedback> latestFeedback(FeedbackQuery query);

    /** Deletes all feedback of a user with an item, of one type or any; returns how many (type, user, item) there were. */
    int deleteFeedback(FeedbackQuery query);

    /** Whether a user is known. */
    boolean hasUser(String userId);

    /** A user's events before a sequence ({@link Long#MAX_VALUE} for all), those of unknown users none. */
    History history(String userId, long beforeSequence);

    /** The number of events of all users; may be a moment old. */
    long eventCount();

    /** Shows all events whose type is not one of some, user by user, each user's as {@link #history} has them. */
    void forEachEvent(Set<String> exceptTypes, Consumer<StoredEvent> visitor);

    /**
     * A URL and a query by which a reader of SQL databases reads all events but those of the future: columns user, item, rating, time and
     * type.
     */
    SqlAccess sqlAccess(Set<String> exceptTypes);

    /** Whether the database answers right now. */
    boolean isAvailable();

    /** Finishes what was asked for and closes. */
    @Override
    void close();

    /**
     * How to read the events from outside.
     *
     * @param url a JDBC URL, without user and password
     * @param user who logs in; null where nobody needs to, or the driver finds out
     * @param password the user's password; null without one
     * @param query the SQL
     */
    record SqlAccess(
            String url, @Nullable String user, @Nullable String password, String query) {
        /** The login, as drivers take it. */
        public Properties login() {
            Properties login = new Properties();
            if (user != null) {
                login.setProperty("user", user);
            }
            if (password != null) {
                login.setProperty("password", password);
            }
            return login;
        }

        /** Without the password. */
        @Override
        public String toString() {
            return url + ": " + query;
        }
    }
}
