package org.tandemrec.bundle;

import org.tandemrec.data.Interactions;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/** Guards against figures that a model gets on interactions it was trained on. */
public final class TrainedOn {
    private TrainedOn() {}

    /**
     * Makes sure that a model saw none of a split's targets.
     *
     * @param manifest of the model's bundle
     * @param split the split that it is to be evaluated on
     * @throws BundleException if it saw targets, or if the data is not what it was trained on, so that nobody can tell
     */
    public static void requireUnseen(Manifest manifest, Split split) {
        Interactions all = split.all();
        Manifest.Data data = manifest.data();
        String checksum = Manifest.Data.checksumOf(all);
        if (!checksum.equals(data.checksum())) {
            throw new BundleException(String.format(
                    "cannot tell what of this data the model has seen: it was trained on %s (%d interactions, checksum %s), "
                            + "but this data has %d interactions and checksum %s; evaluate on the same data, "
                            + "or train on this data with --split %s",
                    data.name(), data.interactions(), data.checksum(), all.size(), checksum, split.rule()));
        }
        Interactions seen = seen(manifest, split);
        int users = 0;
        for (int user = 0; user < all.userCount(); user++) {
            if (seen.end(user) > split.train().end(user)) {
                users++;
            }
        }
        if (users > 0) {
            String trainedOn = manifest.training().split().equals(Manifest.NO_SPLIT)
                    ? "everything"
                    : "the training part of " + manifest.training().split();
            throw new BundleException(String.format(
                    "the model was trained on %s, which holds test interactions of %d users under %s, so its figures would "
                            + "mean nothing; train with --split %s",
                    trainedOn, users, split.rule(), split.rule()));
        }
    }

    private static Interactions seen(Manifest manifest, Split split) {
        String rule = manifest.training().split();
        Interactions seen;
        try {
            seen = rule.equals(Manifest.NO_SPLIT)
                    ? split.all()
                    : SplitRule.parse(rule).apply(split.all()).train();
        } catch (IllegalArgumentException e) {
            throw new BundleException(
                    "cannot tell what the model has seen: its manifest names the split \"" + rule
                            + "\", which this Tandem does not know; train with --split " + split.rule(),
                    e);
        }
        if (!Manifest.Data.checksumOf(seen).equals(manifest.data().trainingChecksum())) {
            throw new BundleException("cannot tell what the model has seen: the part that " + rule
                    + " makes of this data is not the one it was trained on; train with --split " + split.rule());
        }
        return seen;
    }
}
