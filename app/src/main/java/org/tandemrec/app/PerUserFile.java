package org.tandemrec.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.eval.UserFigures;

/**
 * The values of users as comma-separated text, one a line: {@code user,candidates,model,metric,k,value} with raw user ids. A text with
 * a comma, a quote or a line break is quoted (RFC 4180).
 */
final class PerUserFile {
    private PerUserFile() {}

    /** Writes all values, those of a figure together, users in the order of their dense numbers. */
    static void write(UserFigures figures, Vocabulary users, Path file) throws IOException {
        int[] dense = figures.users();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("user,candidates,model,metric,k,value\n");
            for (UserFigures.Key key : figures.keys()) {
                Integer k = key.k();
                String middle = "," + quoted(key.candidates()) + "," + quoted(key.model()) + "," + quoted(key.metric())
                        + "," + (k == null ? "" : k) + ",";
                double[] values = figures.values(key);
                for (int i = 0; i < dense.length; i++) {
                    out.write(quoted(users.id(dense[i])) + middle + values[i] + "\n");
                }
            }
        }
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
