package org.tandemrec.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a table has its columns.
 *
 * @param user the field of the user id
 * @param item the field of the item id
 * @param rating the field of the rating, or -1
 * @param time the field of the time, or -1
 * @param fields how many fields every line has
 */
record ColumnMapping(int user, int item, int rating, int time, int fields) {
    /** User, item, rating, time and nothing else. */
    static final ColumnMapping FIXED = new ColumnMapping(0, 1, 2, 3, 4);

    /**
     * Finds the columns of a header by the names that were given, else by the known ones.
     *
     * @param place file and line of the header, for messages
     * @throws DataException if a required column is missing or several could be meant
     */
    static ColumnMapping of(List<String> header, Map<Column, String> given, String place) {
        EnumMap<Column, Integer> fields = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            String name = given.get(column);
            fields.put(column, name == null ? known(column, header, place) : named(column, name, header, place));
        }
        int user = fields.getOrDefault(Column.USER, -1);
        int item = fields.getOrDefault(Column.ITEM, -1);
        return new ColumnMapping(
                user,
                item,
                fields.getOrDefault(Column.RATING, -1),
                fields.getOrDefault(Column.TIME, -1),
                header.size());
    }

    /** A RecBole header's name without its type: {@code user_id} of {@code user_id:token}. */
    static String untyped(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static int named(Column column, String name, List<String> header, String place) {
        if (name.isEmpty()) {
            return -1;
        }
        for (int field = 0; field < header.size(); field++) {
            if (header.get(field).equals(name) || untyped(header.get(field)).equals(name)) {
                return field;
            }
        }
        throw new DataException("%s: --columns names the %s column %s, but the header has %s"
                .formatted(place, column.option(), Quote.of(name), shown(header)));
    }

    private static int known(Column column, List<String> header, String place) {
        List<Integer> found = new ArrayList<>();
        for (int field = 0; field < header.size(); field++) {
            if (column.matches(untyped(header.get(field)))) {
                found.add(field);
            }
        }
        if (found.size() > 1) {
            throw new DataException(
                    "%s: one column must be the %s, but several could be: %s; choose with --columns %s=%s"
                            .formatted(
                                    place,
                                    column.option(),
                                    found.stream()
                                            .map(field -> Quote.of(header.get(field)))
                                            .collect(Collectors.joining(", ")),
                                    column.option(),
                                    header.get(found.getFirst())));
        }
        if (found.isEmpty() && column.required()) {
            throw missing(column, header, place);
        }
        return found.isEmpty() ? -1 : found.getFirst();
    }

    private static DataException missing(Column column, List<String> header, String place) {
        if (header.stream().allMatch(name -> name.chars().noneMatch(Character::isLetter))) {
            return new DataException(
                    "%s: the first line must be a header, but looks like data: %s; put a line such as user_id,item_id,rating,timestamp above it"
                            .formatted(place, shown(header)));
        }
        return new DataException(
                "%s: a column must be the %s, but the header has %s; name it with --columns user=…,item=…,rating=…,time=…"
                        .formatted(place, column.option(), shown(header)));
    }

    private static String shown(List<String> header) {
        return header.stream().map(Quote::of).limit(30).collect(Collectors.joining(", "));
    }
}
