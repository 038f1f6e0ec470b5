package org.tandemrec.server.life;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a training has come, from the lines that {@code tandem train} prints: {@code ra-lst epoch 3/10: 7 of 9 events (78 %), …}. */
final class TrainingProgress {
    private static final Pattern EPOCH = Pattern.compile("\\S+ epoch (\\d{1,9})/(\\d{1,9}): (?:.*\\((\\d{1,3}) %\\)|.* in )");
    private static final String ERROR = "tandem: ";

    private double fraction;
    private String last = "";
    private String error = "";

    /** Takes in one more line. */
    void line(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("WARNING: ")) {
            return;
        }
        last = text;
        if (text.startsWith(ERROR)) {
            error = text.substring(ERROR.length());
        }
        Matcher epoch = EPOCH.matcher(text);
        if (epoch.lookingAt()) {
            double number = Integer.parseInt(epoch.group(1));
            double of = Math.max(1, Integer.parseInt(epoch.group(2)));
            double share = epoch.group(3) == null ? 1 : Integer.parseInt(epoch.group(3)) / 100.0;
            fraction = Math.max(fraction, Math.clamp((number - 1 + share) / of, 0, 1)); // never goes back, as a second pass would
        }
    }

    /** 0 … 1. */
    double fraction() {
        return fraction;
    }

    /** The last line. */
    String last() {
        return last;
    }

    /** What went wrong, or the last line where nothing says so. */
    String error() {
        return error.isEmpty() ? last : error;
    }
}
