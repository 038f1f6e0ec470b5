package org.tandemrec.server.http;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Page;
import org.tandemrec.server.store.User;

/** Users: put, get, change, delete, list. */
final class UserRoutes {
    private final EventStore store;
    private final RowLocks locks;

    UserRoutes(EventStore store, RowLocks locks) {
        this.store = store;
        this.locks = locks;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/api/user", "Stores a user; one with the same id is replaced.")
                        .body("User")
                        .replies("RowAffected")
                        .by(this::put),
                Route.of("POST", "/api/users", "Stores users; those with the same ids are replaced.")
                        .body("[User]")
                        .replies("RowAffected")
                        .by(this::putAll),
                Route.of("GET", "/api/user/{id}", "A user.").replies("User").by(this::get),
                Route.of("PATCH", "/api/user/{id}", "Changes those parts of a user that the body has.")
                        .body("UserPatch")
                        .replies("RowAffected")
                        .by(this::patch),
                Route.of("DELETE", "/api/user/{id}", "Deletes a user with all feedback.")
                        .replies("RowAffected")
                        .by(exchange -> exchange.reply(JsonReply.rows(store.deleteUser(exchange.id(0))))),
                Route.of("GET", "/api/users", "Users in the order of their ids, part by part.")
                        .query(Parameter.CURSOR, Parameter.N)
                        .replies("Users")
                        .by(this::list));
    }

    private void put(Exchange exchange) {
        User user = read(JsonBody.object(exchange.body()));
        exchange.reply(JsonReply.rows(store.putUsers(List.of(user))));
    }

    private void putAll(Exchange exchange) {
        List<User> users = new ArrayList<>();
        for (JsonBody row : JsonBody.array(exchange.body())) {
            users.add(read(row));
        }
        exchange.reply(JsonReply.rows(users.isEmpty() ? 0 : store.putUsers(users)));
    }

    private static User read(JsonBody body) {
        return new User(body.id("UserId"), body.labels("Labels"), body.comment("Comment"));
    }

    private void get(Exchange exchange) {
        User user = find(exchange.id(0));
        exchange.reply(out -> JsonReply.user(out, user));
    }

    private void patch(Exchange exchange) {
        String id = exchange.id(0);
        JsonBody body = JsonBody.object(exchange.body());
        exchange.reply(JsonReply.rows(locks.holding(id, () -> {
            User old = find(id);
            return store.putUsers(List.of(new User(
                    id,
                    body.has("Labels") ? body.labels("Labels") : old.labels(),
                    body.has("Comment") ? body.comment("Comment") : old.comment())));
        })));
    }

    private User find(String id) {
        return store.user(id).orElseThrow(() -> Refusal.notFound(
                "No user has this id; store one by POST /api/user, or send feedback, which makes its user known."));
    }

    private void list(Exchange exchange) {
        Page<User> page = Cursors.page(() -> store.users(exchange.cursor(), exchange.rows()));
        exchange.reply(out -> {
            out.writeStartObject();
            out.writeStringProperty("Cursor", page.cursor());
            out.writeArrayPropertyStart("Users");
            for (User user : page.rows()) {
                JsonReply.user(out, user);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
