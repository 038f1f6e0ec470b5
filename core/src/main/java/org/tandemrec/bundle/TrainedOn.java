package org.tandemrec.bundle;

import org.tandemrec.data.Interactions;
import org.tandemrec.split.Filters;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/** Guards against figures that a model gets on interactions it was trained on. */
public final class TrainedOn {
    private TrainedOn() {}

    /**
     * The filter of the data that a model was trained on.
     *
     * @throws BundleException if this Tandem does not know it
     */
    public static Filters filters(Manifest manifest) {
        try {
            return Filters.parse(manifest.data().filter());
        } catch (IllegalArgumentException e) {
            throw new BundleException(
                    "cannot tell what the model has seen: its manifest names the filter \""
                            + manifest.data().filter() + "\", which this Tandem does not know; train anew",
                    e);
        }
    }

    /**
     * Makes sure that a model is evaluated on data of the filter that it was trained with: any other has other users, candidates and
     * targets.
     *
     * @throws BundleException if it is another
     */
    public static void requireFilter(Manifest manifest, Filters filters) {
        Filters trained = filters(manifest);
        if (!filters.equals(trained)) {
            throw new BundleException(String.format(
                    "the model was trained on data with the filter %s, so figures on data with the filter %s would be of other users "
                            + "and items; evaluate with --filter %s, or train with --filter %s",
                    trained, filters, trained, filters));
        }
    }

    /**
     * Makes sure that a model saw none of a split's targets.
     *
     * @param manifest of the model's bundle
     * @param all the data, as far as the filter of the bundle keeps it
     * @param split the split of it that the model is to be evaluated on
     * @throws BundleException if it saw targets, or if the data is not what it was trained on, so that nobody can tell
     */
    public static void requireUnseen(Manifest manifest, Interactions all, Split split) {
        Manifest.Data data = manifest.data();
        String checksum = Manifest.Data.checksumOf(all);
        if (!checksum.equals(data.checksum())) {
            throw new BundleException(String.format(
                    "cannot tell what of this data the model has seen: it was trained on %s (%d interactions, checksum %s), "
                            + "but this data has %d interactions and checksum %s; evaluate on the same data, "
                            + "or train on this data with --split %s",
                    data.name(), data.interactions(), data.checksum(), all.size(), checksum, split.rule()));
        }
        Interactions seen = seen(manifest, all, split);
        int users = usersSeen(manifest, seen, split);
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

    /** The number of users of whom some target is among the rows that the model saw. */
    private static int usersSeen(Manifest manifest, Interactions seen, Split split) {
        String trained = manifest.training().split();
        String evaluated = split.rule().toString();
        if (trained.equals(evaluated)) {
            return 0;
        }
        if (trained.equals(Manifest.NO_SPLIT)) {
            return split.usersWithTarget();
        }
        if (split.rule() instanceof SplitRule.Random || SplitRule.parse(trained) instanceof SplitRule.Random) {
            throw new BundleException(String.format(
                    "cannot tell which test interactions of %s the model has seen: it was trained on the training part of %s, "
                            + "and a random split numbers rows anew; train with --split %s",
                    evaluated, trained, evaluated));
        }
        int users = 0;
        for (int user = 0; user < seen.userCount(); user++) {
            users += seen.end(user) > split.train().end(user) ? 1 : 0;
        }
        return users;
    }

    private static Interactions seen(Manifest manifest, Interactions all, Split split) {
        String rule = manifest.training().split();
        Interactions seen;
        try {
            SplitRule cut = rule.equals(Manifest.NO_SPLIT) ? null : SplitRule.parse(rule);
            seen = cut == null
                    ? all
                    : cut.equals(split.rule()) ? split.train() : cut.apply(all).train();
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
