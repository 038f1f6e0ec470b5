package org.tandemrec.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Item;
import org.tandemrec.server.store.Page;

/** Items: put, get, change, delete, list, categories. */
final class ItemRoutes {
    private final EventStore store;
    private final RowLocks locks;

    ItemRoutes(EventStore store, RowLocks locks) {
        this.store = store;
        this.locks = locks;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/api/item", "Stores an item; one with the same id is replaced.")
                        .body("Item")
                        .replies("RowAffected")
                        .by(this::put),
                Route.of("POST", "/api/items", "Stores items; those with the same ids are replaced.")
                        .body("[Item]")
                        .replies("RowAffected")
                        .by(this::putAll),
                Route.of("GET", "/api/item/{id}", "An item.").replies("Item").by(this::get),
                Route.of("PATCH", "/api/item/{id}", "Changes those parts of an item that the body has.")
                        .body("ItemPatch")
                        .replies("RowAffected")
                        .by(this::patch),
                Route.of("DELETE", "/api/item/{id}", "Deletes an item with all its feedback.")
                        .replies("RowAffected")
                        .by(exchange -> exchange.reply(JsonReply.rows(store.deleteItem(exchange.id(0))))),
                Route.of("GET", "/api/items", "Items in the order of their ids, part by part.")
                        .query(Parameter.CURSOR, Parameter.N)
                        .replies("Items")
                        .by(this::list),
                Route.of("PUT", "/api/item/{id}/category/{category}", "Puts an item into a category.")
                        .replies("RowAffected")
                        .by(this::putCategory),
                Route.of("DELETE", "/api/item/{id}/category/{category}", "Takes an item out of a category.")
                        .replies("RowAffected")
                        .by(this::deleteCategory));
    }

    private void put(Exchange exchange) {
        Item item = read(JsonBody.object(exchange.body()), System.currentTimeMillis());
        exchange.reply(JsonReply.rows(store.putItems(List.of(item))));
    }

    private void putAll(Exchange exchange) {
        long now = System.currentTimeMillis();
        List<Item> items = new ArrayList<>();
        for (JsonBody row : JsonBody.array(exchange.body())) {
            items.add(read(row, now));
        }
        exchange.reply(JsonReply.rows(items.isEmpty() ? 0 : store.putItems(items)));
    }

    private static Item read(JsonBody body, long now) {
        return new Item(
                body.id("ItemId"),
                body.flag("IsHidden"),
                body.categories("Categories"),
                body.millis("Timestamp", now),
                body.labels("Labels"),
                body.comment("Comment"));
    }

    private void get(Exchange exchange) {
        Item item = find(exchange.id(0));
        exchange.reply(out -> JsonReply.item(out, item));
    }

    private void patch(Exchange exchange) {
        JsonBody body = JsonBody.object(exchange.body());
        long now = System.currentTimeMillis();
        change(
                exchange,
                old -> new Item(
                        old.itemId(),
                        body.has("IsHidden") ? body.flag("IsHidden") : old.hidden(),
                        body.has("Categories") ? body.categories("Categories") : old.categories(),
                        body.has("Timestamp") ? body.millis("Timestamp", now) : old.timeMillis(),
                        body.has("Labels") ? body.labels("Labels") : old.labels(),
                        body.has("Comment") ? body.comment("Comment") : old.comment()));
    }

    private void putCategory(Exchange exchange) {
        String category = exchange.id(1);
        change(exchange, old -> {
            List<String> categories = new ArrayList<>(old.categories());
            if (!categories.contains(category)) {
                categories.add(category);
            }
            if (categories.size() > Rules.MOST_CATEGORIES) {
                throw Refusal.badRequest("An item must be in at most " + Rules.MOST_CATEGORIES
                        + " categories; take it out of another one first.");
            }
            return withCategories(old, categories);
        });
    }

    private void deleteCategory(Exchange exchange) {
        String category = exchange.id(1);
        change(exchange, old -> {
            List<String> categories = new ArrayList<>(old.categories());
            categories.remove(category);
            return withCategories(old, categories);
        });
    }

    private static Item withCategories(Item old, List<String> categories) {
        return new Item(old.itemId(), old.hidden(), categories, old.timeMillis(), old.labels(), old.comment());
    }

    private void change(Exchange exchange, UnaryOperator<Item> change) {
        String id = exchange.id(0);
        exchange.reply(JsonReply.rows(locks.holding(id, () -> store.putItems(List.of(change.apply(find(id)))))));
    }

    private Item find(String id) {
        return store.item(id).orElseThrow(() -> Refusal.notFound(
                "No item has this id; store one by POST /api/item, or send feedback, which makes its item known."));
    }

    private void list(Exchange exchange) {
        Page<Item> page = Cursors.page(() -> store.items(exchange.cursor(), exchange.rows()));
        exchange.reply(out -> {
            out.writeStartObject();
            out.writeStringProperty("Cursor", page.cursor());
            out.writeArrayPropertyStart("Items");
            for (Item item : page.rows()) {
                JsonReply.item(out, item);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
