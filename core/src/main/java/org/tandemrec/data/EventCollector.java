package org.tandemrec.data;

/** Takes the events of a text in file order and numbers their ids. */
final class EventCollector {
    private final boolean rated;
    private final boolean timed;
    private final Interactions.Builder rows;
    private final IdTable users = new IdTable();
    private final IdTable items = new IdTable();

    EventCollector(boolean rated, boolean timed, TieRule tieRule) {
        this.rated = rated;
        this.timed = timed;
        this.rows = new Interactions.Builder(tieRule);
    }

    /**
     * Adds an event whose ids are slices of {@code line}.
     *
     * @param rating a finite number, ignored where the source has no ratings
     * @param timeMillis milliseconds since 1970, not negative, ignored where the source has no times
     * @throws BadLine if an id is empty, not UTF-8 or holds control characters; nothing is added then
     */
    void add(byte[] line, int userFrom, int userTo, int itemFrom, int itemTo, float rating, long timeMillis)
            throws BadLine {
        int user = users.find(line, userFrom, userTo);
        if (user < 0) {
            IdTable.check("user", line, userFrom, userTo);
        }
        int item = items.find(line, itemFrom, itemTo);
        if (item < 0) {
            IdTable.check("item", line, itemFrom, itemTo);
            item = items.add(line, itemFrom, itemTo);
        }
        if (user < 0) {
            user = users.add(line, userFrom, userTo);
        }
        if (rated && timed) {
            rows.add(user, item, rating, timeMillis);
        } else if (timed) {
            rows.addUnrated(user, item, timeMillis);
        } else if (rated) {
            rows.addUntimed(user, item, rating);
        } else {
            rows.addUntimed(user, item);
        }
    }

    /** All events so far. */
    Events events() {
        return new Events(rows, users.vocabulary(), items.vocabulary());
    }
}
