package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description against a list of the interface's routes, against its own schemas and against a running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RunningServer running;
    private JsonNode description;

    @BeforeAll
    void start(@TempDir Path folder) {
        running = new RunningServer(folder);
        description = MAPPER.readTree(running.ok("GET", "/openapi.json", ""));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void describesExactlyTheRoutesOfTheInterface() throws IOException {
        Set<String> expected = new TreeSet<>();
        try (InputStream in = OpenApiTest.class.getResourceAsStream("routes.txt")) {
            assertThat(in).isNotNull();
            new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(expected::add);
        }
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        assertThat(described).isEqualTo(expected);
    }

    /** What is described is there, and answers any other method by naming those described. */
    @Test
    void everyDescribedPathIsServedByTheDescribedMethodsOnly() {
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            Set<String> methods = new TreeSet<>();
            path.getValue().properties().forEach(operation -> methods.add(operation.getKey().toUpperCase(Locale.ROOT)));
            String concrete = path.getKey().replaceAll("\\{[^}]+}", "x");
            assertThat(running.send("TRACE2", concrete, "").headers().firstValue("Allow"))
                    .as(path.getKey())
                    .contains(String.join(", ", methods));
        }
    }

    @Test
    void everySchemaThatIsReferredToExistsAndEachIsReferredTo() {
        Set<String> referred = new TreeSet<>();
        collect(description, referred);
        Set<String> defined = new TreeSet<>();
        description.get("components").get("schemas").properties().forEach(schema -> defined.add(schema.getKey()));
        referred.add("Now");
        assertThat(referred).isEqualTo(defined);
    }

    private static void collect(JsonNode node, Set<String> referred) {
        JsonNode reference = node.isObject() ? node.get("$ref") : null;
        if (reference != null) {
            referred.add(reference.stringValue().replace("#/components/schemas/", ""));
        }
        node.forEach(child -> collect(child, referred));
    }

    @Test
    void repliesHaveTheDescribedKeys() {
        check("/api/lists/ann", "Lists");
        check("/api/recommend/ann/explain", "Explanation");
        check("/api/user/ann/state", "UserState");
        check("/api/health/ready", "Health");
        check("/api/users", "Users");
        check("/api/items", "Items");
        check("/api/feedback", "FeedbackPage");
    }

    private void check(String path, String schema) {
        Set<String> described = new TreeSet<>();
        description
                .get("components")
                .get("schemas")
                .get(schema)
                .get("properties")
                .properties()
                .forEach(property -> described.add(property.getKey()));
        Set<String> replied = new TreeSet<>();
        MAPPER.readTree(running.ok("GET", path, "")).properties().forEach(property -> replied.add(property.getKey()));
        assertThat(replied).as(path).isEqualTo(described);
    }
}
