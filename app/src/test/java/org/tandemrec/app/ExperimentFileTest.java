package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Experiment files and the other options of {@code tandem compare}. */
class ExperimentFileTest {
    @TempDir
    Path folder;

    private Outcome compare(String json, String options) throws IOException {
        Path file = folder.resolve("experiment.json");
        Files.writeString(file, json);
        return Outcome.ofLine("compare --experiment " + file + " --out " + folder.resolve("out") + options);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\": \"d\", \"model\": \"lfm\"}|unknown key \"model\"; the keys are data,|did you mean models?",
                "{\"data\": \"d\", \"models\": [], \"fresh\": true}|unknown key \"fresh\"|the keys are",
                "{\"data\": \"d\", \"models\": [7]}|models: a model must be a text or an object|but was 7",
                "{\"data\": \"d\", \"models\": [{\"name\": \"a\"}]}|models: kind and name of a model must be texts|a",
                "{\"data\": \"d\", \"models\": [{\"kind\": \"lfm\", \"factors\": 3}]}|unknown key \"factors\" of a model|name, kind, config",
                "{\"data\": \"d\", \"models\": [{\"kind\": \"lfm\", \"config\": {\"factor\": 3}}]}|model lfm: unknown key \"factor\"|factors",
                "{\"data\": \"d\", \"models\": \"lfm\", \"seeds\": true}|seeds: must be a text or a number, but was true|experiment.json",
                "{\"data\": \"d\", \"models\": \"lfm\", \"split\": [\"a\"]}|split: must be a text or a number|[\"a\"]",
                "{\"data\": \"d\", \"models\": \"lfm\", \"validationRefit\": 1}|validationRefit: must be true or false, but was 1|json",
                "{\"data\": \"d\", \"models\": \"lfm\", \"seeds\": 0}|--seeds must be from 1 to 1000, but was 0|see",
                "{\"data\": \"d\", \"models\": \"lfm\", \"metrics\": [\"ndgc\"]}|a metric is one of|ndgc",
                "{\"data\": \"d\", \"data\": \"e\"}|experiment.json:1: must be JSON, but: Duplicate|data",
                "[]|an experiment must be a JSON object|ARRAY",
            })
    void aWrongFileIsWrongUsage(String json, String message, String also) throws IOException {
        Outcome outcome = compare(json, "");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(message).contains(also);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--models lfm,LFM=als|two models are called \"LFM\"; give one another name, as in other=als",
                "--models lfm,als,lfm|two models are called \"lfm\"",
                "--models lfn|there is no model of kind \"lfn\"",
                "--models ../x=lfm|a model's name must be of at most 64 letters",
                "--models best-constant=lfm|a model's name must be",
                "--models lfm:papr|model lfm: there is no preset \"papr\" of lfm",
                "--models lfm:missing.json|missing.json: no such file or folder",
                "--models lfm:{\"factors\":|model lfm: settings must be a JSON object, but: Unexpected end",
                "--models lfm --split none|invalid value for option '--split': a split is user-tail(0.1), ",
                "--models lfm --held-out none|invalid value for option '--held-out': a split is user-tail(0.1), ",
                "--models lfm --users 0|--users must be at least 1, but was 0",
                "--models lfm -k 0|a cut-off must be at least 1, but was 0",
                "--models lfm --targets some|the rule for targets is one of last, successive, all, but was \"some\"",
                "--models lfm --ties none|the rank of ties is one of worst, mean, best, but was \"none\"",
                "--models lfm --slices age|a slice is by one of activity, popularity, history, but was \"age\"",
                "--models lfm --patience 3|add --validate METRIC",
                "--models lfm --experiment missing.json|missing.json: no such file or folder",
            })
    void wrongUsage(String options, String message) {
        Outcome outcome = Outcome.ofLine("compare --data nowhere --out " + folder.resolve("out") + " " + options);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).containsIgnoringCase(message).contains("; see tandem compare --help");
        assertThat(outcome.out()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void theCommandLineGoesOverTheFile() throws IOException {
        String data = folder.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 30 --items 120 --min-length 8 --mean-length 10")
                .succeeded();
        Path settings = folder.resolve("popular.json");
        Files.writeString(settings, "{\"counting\": \"users\"}");
        String json = """
                {
                  "data": "nowhere", "format": "movielens-dat", "split": "user-tail(0.2)", "candidates": ["full-unseen"],
                  "metrics": ["hr"], "k": [7, 3], "seeds": 2, "seed": 5,
                  "models": ["popularity", {"name": "other", "kind": "popularity", "config": "SETTINGS"},
                    {"kind": "lfm", "config": {"factors": 2, "epochs": 1}}]
                }
                """.replace("SETTINGS", settings.toString());
        Outcome outcome =
                compare(json, " --data " + data + " --seeds 1 -k3 --quiet").succeeded();
        assertThat(outcome.out()).contains("HR@3", "other").doesNotContain("HR@7", "sampled", "± seeds");
        JsonNode kept = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/experiment.json")));
        assertThat(kept.get("data").asString()).isEqualTo(data);
        assertThat(kept.get("k").toString()).isEqualTo("[3]");
        assertThat(kept.get("seeds").intValue()).isEqualTo(1);
        assertThat(kept.get("seed").intValue()).isEqualTo(5);
        assertThat(kept.get("split").asString()).isEqualTo("user-tail(0.2)");
        assertThat(kept.at("/models/1/config/counting").asString()).isEqualTo("users");
        assertThat(kept.at("/models/2/config/factors").intValue()).isEqualTo(2);
        assertThat(folder.resolve("out/models/other/5/manifest.json")).exists();
    }
}
