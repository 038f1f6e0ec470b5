package org.tandemrec.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All routes as a tree of path segments, in which a path is found with one look-up per segment. A given segment precedes a variable. */
final class RouteTable {
    private static final int MOST_SEGMENTS = 8;

    private final List<Route> routes;
    private final Node root = new Node();

    RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : this.routes) {
            add(route);
        }
    }

    List<Route> routes() {
        return routes;
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : segments(route.template())) {
            if (segment.startsWith("{")) {
                Node next = node.variable;
                if (next == null) {
                    next = new Node();
                    node.variable = next;
                }
                node = next;
            } else {
                node = node.literals.computeIfAbsent(segment, _ -> new Node());
            }
        }
        if (node.routes.put(route.method(), route) != null) {
            throw new IllegalArgumentException(route.method() + " " + route.template() + " is in the table twice");
        }
    }

    /**
     * Finds the route of a path.
     *
     * @param method the HTTP method; HEAD is answered by GET's routes
     * @param rawPath as in the request line, percent-encoded; one slash at the end does not matter
     * @throws Refusal 404 where no route has this path, 405 where none of them has this method, 400 where an encoding is bad
     */
    Match match(String method, String rawPath) {
        List<String> variables = new ArrayList<>(3);
        Node node = root;
        for (String segment : segments(rawPath)) {
            Node next = node.literals.get(segment);
            if (next == null) {
                next = node.variable;
                if (next == null) {
                    throw unknown();
                }
                variables.add(PercentEncoding.decode(segment, false, "path"));
            }
            node = next;
        }
        Route found = node.routes.get(method.equals("HEAD") ? "GET" : method);
        if (found == null) {
            if (node.routes.isEmpty()) {
                throw unknown();
            }
            throw new WrongMethod(String.join(", ", new TreeSet<>(node.routes.keySet())));
        }
        return new Match(found, variables);
    }

    private static Refusal unknown() {
        return Refusal.notFound("No route has this path; /openapi.json lists all of them, /docs shows them.");
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(6);
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        for (int start = 1; start < end; ) {
            int slash = path.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            segments.add(path.substring(start, stop));
            if (segments.size() > MOST_SEGMENTS) {
                throw unknown();
            }
            start = stop + 1;
        }
        return segments;
    }

    /**
     * The route of a request.
     *
     * @param route the route
     * @param variables what stands at the places of the variables, decoded
     */
    record Match(Route route, List<String> variables) {}

    /** The path exists, but not for this method. */
    static final class WrongMethod extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String allowed;

        WrongMethod(String allowed) {
            super("This path answers " + allowed + " only.", null, false, false);
            this.allowed = allowed;
        }

        String allowed() {
            return allowed;
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Route> routes = new HashMap<>();
        private @Nullable Node variable;
    }
}
