package org.tandemrec.server.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A method and a path with what answers there, and its documentation: {@code /openapi.json} is made from the routes.
 *
 * @param method the HTTP method
 * @param template the path; a segment in braces stands for any one segment
 * @param variables the names in braces, in their order
 * @param summary what it does, in a sentence
 * @param access who may
 * @param lane where it counts among the requests in work
 * @param query the query parameters that it reads
 * @param body the schema of the request's body, {@code [Name]} for an array, or null for none
 * @param reply the schema of the reply, {@code [Name]} for an array, or a media type where it is not JSON
 * @param status the status of success
 * @param action what answers
 */
record Route(
        String method,
        String template,
        List<String> variables,
        String summary,
        Access access,
        Lane lane,
        List<Parameter> query,
        @Nullable String body,
        String reply,
        int status,
        Action action) {
    Route {
        variables = List.copyOf(variables);
        query = List.copyOf(query);
    }

    private static List<String> variables(String template) {
        return Pattern.compile("\\{([^}]+)}")
                .matcher(template)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** The words of a route that its class gives one by one. */
    static Draft of(String method, String template, String summary) {
        return new Draft(method, template, summary);
    }

    /** A route in the making: by default for API keys, about rows, without a query and without a body. */
    static final class Draft {
        private final String method;
        private final String template;
        private final String summary;
        private Access access = Access.KEY;
        private Lane lane = Lane.ROWS;
        private List<Parameter> query = List.of();
        private @Nullable String body;
        private String reply = "";
        private int status = 200;

        private Draft(String method, String template, String summary) {
            this.method = method;
            this.template = template;
            this.summary = summary;
        }

        Draft access(Access who) {
            access = who;
            return this;
        }

        Draft lane(Lane where) {
            lane = where;
            return this;
        }

        Draft query(Parameter... parameters) {
            query = List.of(parameters);
            return this;
        }

        Draft body(String schema) {
            body = schema;
            return this;
        }

        Draft replies(String schema) {
            reply = schema;
            return this;
        }

        Draft status(int success) {
            status = success;
            return this;
        }

        Route by(Action action) {
            return new Route(
                    method, template, variables(template), summary, access, lane, query, body, reply, status, action);
        }
    }
}
