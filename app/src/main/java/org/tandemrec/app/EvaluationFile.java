package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.report.Json;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.UserFigures;
import org.tandemrec.split.TargetRule;
import tools.jackson.core.JacksonException;

/** The evaluation of one model in a JSON file, the values of its users included, to the bit. */
final class EvaluationFile {
    private EvaluationFile() {}

    /** The values of all users behind a figure. */
    private record Values(UserFigures.Key key, double[] values) {}

    /** What is in the file. */
    private record Content(
            Map<String, String> identity,
            String targets,
            List<Evaluation.Figure> figures,
            int[] users,
            List<Values> perUser,
            List<Evaluation.Ties> ties,
            int shortLists) {}

    /**
     * Writes an evaluation in one step; missing folders are made.
     *
     * @param identity all that it depends on
     */
    static void write(Path file, Map<String, String> identity, Evaluation evaluation) throws IOException {
        UserFigures perUser = evaluation.perUser();
        List<Values> values = perUser.keys().stream()
                .map(key -> new Values(key, perUser.values(key)))
                .toList();
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Content content = new Content(
                identity,
                evaluation.targets().toString(),
                evaluation.figures(),
                perUser.users(),
                values,
                evaluation.ties(),
                evaluation.shortLists());
        ReportFiles.replace(file, Json.MAPPER.writeValueAsString(content) + "\n");
    }

    /**
     * Reads an evaluation; empty where there is none, where it is damaged, or where it is of another identity, for it is made again in
     * far less time than its model.
     *
     * @param identity all that it depends on
     */
    static Optional<Evaluation> read(Path file, Map<String, String> identity) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            @Nullable Content content = Json.MAPPER.readValue(Files.readAllBytes(file), Content.class);
            return content != null && content.identity().equals(identity)
                    ? Optional.of(evaluation(content))
                    : Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Evaluation evaluation(Content content) {
        Map<UserFigures.Key, double[]> values = new LinkedHashMap<>();
        content.perUser().forEach(each -> values.put(each.key(), each.values()));
        return new Evaluation(
                TargetRule.parse(content.targets()),
                new ArrayList<>(content.figures()),
                new UserFigures(content.users(), values),
                content.ties(),
                content.shortLists());
    }
}
