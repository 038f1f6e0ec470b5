package org.tandemrec.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the interface by OpenAPI 3.1, made from the routes themselves and the schemas of the class path. */
final class OpenApi {
    private final byte[] document;

    /** Describes routes; its own must not be among them yet. */
    OpenApi(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(route());
        document = Exchange.bytes(out -> write(out, all));
    }

    /** Where the description is found. */
    Route route() {
        return Route.of("GET", "/openapi.json", "This interface as OpenAPI 3.1.")
                .access(Access.OPEN)
                .lane(Lane.FREE)
                .replies("OpenApi")
                .by(exchange -> exchange.reply("application/json", document));
    }

    private static void write(JsonGenerator out, List<Route> routes) {
        Map<String, List<Route>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.template(), _ -> new ArrayList<>()).add(route);
        }
        out.writeStartObject();
        out.writeStringProperty("openapi", "3.1.0");
        info(out);
        out.writeObjectPropertyStart("paths");
        paths.forEach((template, ofPath) -> {
            out.writeObjectPropertyStart(template);
            ofPath.forEach(route -> operation(out, route));
            out.writeEndObject();
        });
        out.writeEndObject();
        components(out);
        out.writeEndObject();
    }

    private static void info(JsonGenerator out) {
        out.writeObjectPropertyStart("info");
        out.writeStringProperty("title", "Tandem");
        out.writeStringProperty("version", "1");
        out.writeStringProperty(
                "description",
                "Recommendations that change with the very next event. Times are RFC 3339, a missing one means now."
                        + " Keys of a body that are not described here are ignored. Errors are problems as in RFC 9457.");
        out.writeEndObject();
    }

    private static void operation(JsonGenerator out, Route route) {
        out.writeObjectPropertyStart(route.method().toLowerCase(Locale.ROOT));
        out.writeStringProperty("summary", route.summary());
        out.writeStringProperty("operationId", operationId(route));
        out.writeArrayPropertyStart("parameters");
        for (String variable : route.variables()) {
            out.writeStartObject();
            out.writeStringProperty("name", variable);
            out.writeStringProperty("in", "path");
            out.writeBooleanProperty("required", true);
            out.writeObjectPropertyStart("schema");
            out.writeStringProperty("type", "string");
            out.writeEndObject();
            out.writeEndObject();
        }
        route.query().forEach(parameter -> query(out, parameter));
        out.writeEndArray();
        if (route.body() != null) {
            out.writeObjectPropertyStart("requestBody");
            out.writeBooleanProperty("required", true);
            content(out, route.body());
            out.writeEndObject();
        }
        replies(out, route);
        security(out, route.access());
        out.writeEndObject();
    }

    private static void query(JsonGenerator out, Parameter parameter) {
        out.writeStartObject();
        out.writeStringProperty("name", parameter.name());
        out.writeStringProperty("in", "query");
        out.writeStringProperty("description", parameter.description());
        out.writeObjectPropertyStart("schema");
        if (parameter.repeats()) {
            out.writeStringProperty("type", "array");
            out.writeObjectPropertyStart("items");
            out.writeStringProperty("type", parameter.type());
            out.writeEndObject();
        } else {
            out.writeStringProperty("type", parameter.type());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void replies(JsonGenerator out, Route route) {
        out.writeObjectPropertyStart("responses");
        out.writeObjectPropertyStart(Integer.toString(route.status()));
        out.writeStringProperty("description", "As asked.");
        content(out, route.reply());
        out.writeEndObject();
        out.writeObjectPropertyStart("default");
        out.writeStringProperty("description", "A problem, whose detail says what to do.");
        out.writeObjectPropertyStart("content");
        out.writeObjectPropertyStart(Problem.MEDIA_TYPE);
        schema(out, "Problem");
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void content(JsonGenerator out, String schema) {
        boolean json = schema.indexOf('/') < 0;
        out.writeObjectPropertyStart("content");
        out.writeObjectPropertyStart(json ? "application/json" : schema);
        if (json) {
            schema(out, schema);
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void schema(JsonGenerator out, String schema) {
        boolean array = schema.startsWith("[");
        out.writeObjectPropertyStart("schema");
        if (array) {
            out.writeStringProperty("type", "array");
            out.writeObjectPropertyStart("items");
        }
        out.writeStringProperty(
                "$ref", "#/components/schemas/" + (array ? schema.substring(1, schema.length() - 1) : schema));
        if (array) {
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void security(JsonGenerator out, Access access) {
        out.writeArrayPropertyStart("security");
        if (access != Access.OPEN) {
            out.writeStartObject();
            out.writeArrayPropertyStart(access == Access.ADMIN ? "AdminKey" : "ApiKey");
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void components(JsonGenerator out) {
        out.writeObjectPropertyStart("components");
        out.writeName("schemas");
        out.writeRawValue(schemas().toString());
        out.writeObjectPropertyStart("securitySchemes");
        for (String name : List.of("ApiKey", "AdminKey")) {
            out.writeObjectPropertyStart(name);
            out.writeStringProperty("type", "apiKey");
            out.writeStringProperty("in", "header");
            out.writeStringProperty("name", "X-API-Key");
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    /** The schemas by their names. */
    static JsonNode schemas() {
        try (InputStream in = OpenApi.class.getResourceAsStream("schemas.json")) {
            if (in == null) {
                throw new IllegalStateException("schemas.json is missing on the class path beside " + OpenApi.class.getName());
            }
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("schemas.json cannot be read from the class path", e);
        }
    }

    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String word : route.template().split("[/{}.-]+")) {
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return id.toString();
    }
}
