package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.catalog.Setting;
import org.tandemrec.catalog.SettingRange;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.tune.Halving;

/**
 * What a search for good settings found.
 *
 * @param kind the model's kind
 * @param context the data and what was held out of it, in one line
 * @param metric what was searched for
 * @param halving how many trials were trained for how long
 * @param ranges the settings that were searched
 * @param trials all of them, by number
 * @param best the best config as a JSON text; empty where every trial failed
 * @param method how it was measured
 * @param provenance how to make it again
 * @param notes remarks that a reader must know
 */
public record SearchFindings(
        String kind,
        String context,
        String metric,
        Halving halving,
        Map<Setting, SettingRange> ranges,
        List<Trial> trials,
        String best,
        List<Fact> method,
        List<Fact> provenance,
        List<String> notes) {
    /** Copies the lists and the map. */
    public SearchFindings {
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
        trials = List.copyOf(trials);
        method = List.copyOf(method);
        provenance = List.copyOf(provenance);
        notes = List.copyOf(notes);
    }

    /** What the rungs are called. */
    List<String> rungNames() {
        List<String> names = new ArrayList<>();
        for (int rung = 0; rung < halving.rungs(); rung++) {
            int epochs = halving.epochsAfter(rung);
            names.add("rung " + (rung + 1) + " (" + epochs + (epochs == 1 ? " epoch)" : " epochs)"));
        }
        return names;
    }
}
