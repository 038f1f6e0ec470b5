package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.eval.Report.Published;
import org.tandemrec.eval.Report.ThetaPoint;
import org.tandemrec.eval.ResultRecord;

/** A report with invented figures of a plausible size. */
final class InventedReport {
    static final String SAMPLED = "sampled-uniform(100)";
    static final String FULL = "full-unseen";

    private InventedReport() {}

    static Report of(int epochs, String title) {
        List<ResultRecord> records = new ArrayList<>();
        model(records, "lfm", epochs, 0.4121, 0.0451, 0.0962);
        model(records, "gru4rec", epochs, 0.5874, 0.1622, 0.0911);
        model(records, "ra-lst", epochs, 0.6042, 0.1753, 0.0896);
        model(records, "ra-lst-squared", epochs, 0.5893, 0.1631, 0.0899);
        records.add(record(SAMPLED, "best-constant", "rmse", null, 0.0990, null));
        List<ThetaPoint> theta = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            theta.add(new ThetaPoint(epoch, "ra-lst", 0.71 - 0.12 / epoch, "log-softmax against z-score"));
            theta.add(new ThetaPoint(epoch, "ra-lst-squared", 0.83 - 0.3 / epoch, "calibrated probabilities"));
        }
        return new Report(
                title,
                List.of(
                        new Fact("Interactions", "1,000,209 ratings from 1 to 5"),
                        new Fact("Users", "6,040"),
                        new Fact("Items", "3,706, of which 3,675 are candidates"),
                        new Fact("Time", "2000-04-25 to 2003-02-28"),
                        new Fact("Density", "4.47 %"),
                        new Fact("Ties in time", "kept in the file’s order"),
                        new Fact("Test targets", "97,383; no user is without one")),
                records,
                theta,
                Published.MOVIELENS_1M,
                List.of(
                        new Fact("Command", "tandem reproduce --data ml-1m --preset paper --out out"),
                        new Fact("Tandem", "0.1.0"),
                        new Fact("Java", "25.0.3, Linux amd64, 2 processors"),
                        new Fact(
                                "LFM",
                                "factors 32, initStd 1.0, learningRate 0.02, regularization 0.05, negatives 4, epochs 12"),
                        new Fact("GRU4Rec", "hiddenSize 128, layers 1, batchSize 128, learningRate 0.001, epochs 12"),
                        new Fact("Data", "sha256 6c1b63ee3f3d4f0c9d9a0d7a5b0c0d7e1f2a3b4c5d6e7f8091a2b3c4d5e6f708")),
                List.of(
                        "Sampled ranking is known to mislead (Krichene and Rendle, KDD 2020); the full ranking is beside it."));
    }

    private static void model(
            List<ResultRecord> records, String model, int epochs, double ndcg, double full, double rmse) {
        records.add(record(SAMPLED, model, "ndcg", 10, ndcg, null));
        records.add(record(SAMPLED, model, "ndcg-per-target", 10, ndcg - 0.0101, null));
        records.add(record(SAMPLED, model, "hr", 10, ndcg + 0.2203, null));
        records.add(record(SAMPLED, model, "rmse", null, rmse, null));
        records.add(record(SAMPLED, model, "rmse-raw", null, rmse + 0.3, null));
        records.add(record(FULL, model, "ndcg", 10, full, null));
        records.add(record(FULL, model, "hr", 10, full + 0.13, null));
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double left = Math.exp(-0.55 * epoch) - Math.exp(-0.55 * epochs);
            records.add(record(SAMPLED, model, "ndcg", 10, ndcg - 0.3 * left, epoch));
            records.add(record(SAMPLED, model, "rmse", null, rmse + 0.006 * left, epoch));
        }
    }

    static ResultRecord record(
            String candidates,
            String model,
            String metric,
            @Nullable Integer k,
            double value,
            @Nullable Integer epoch) {
        return new ResultRecord(
                "ml-1m",
                "user-tail(0.1)",
                "successive",
                candidates,
                model,
                metric,
                k,
                value,
                null,
                null,
                6040,
                epoch,
                42,
                null);
    }
}
