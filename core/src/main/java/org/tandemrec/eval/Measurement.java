package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.model.Replay;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.SampledNegatives;
import org.tandemrec.split.Split;

/**
 * What an evaluation sums up. Blocks of a replay write the sums of users of their own; what they share are counts of whole numbers, so
 * nothing depends on who comes first.
 */
final class Measurement {
    /** The name of what predicts the same probability for everything. */
    static final String BEST_CONSTANT = "best-constant";

    final Split split;
    final Candidates candidates;
    final Protocol protocol;
    final List<Contender> contenders;
    final Columns columns;
    final ListValues listValues;
    final Popularity popularity;
    final Slices slices;
    /** The users with a target. */
    final int[] users;
    /** The place of a user among those with targets, by user. */
    final int[] place;
    /** The most targets of a list. */
    final int mostTargets;

    /** The sampled negatives of each rule; null where it ranks all candidates. */
    private final List<@Nullable SampledNegatives> negatives = new ArrayList<>();

    final ListCounts counts;
    /** sums[rule][contender][bin]. */
    final Sums[][][] sums;
    /** Errors of predicted ratings, [contender][bin]; empty where none are predicted. */
    final RatingErrors[][] ratingErrors;
    /** What the first items of full rankings give; null where nothing is asked for. */
    final @Nullable TopValues topValues;
    /**
     * How often an item is among the first ones, [rule][contender][cut-off in ascending order]: at each cut-off those that are not among
     * the first of the one before; empty where not asked for.
     */
    final AtomicIntegerArray[][][] topCounts;
    /** The relevant candidates that share their score with a rival, [rule][contender]. */
    final LongAdder[][] tied;
    /** The relevant candidates. */
    final LongAdder ranked = new LongAdder();
    /** The lists for which some rule found fewer negatives than it asks for. */
    final LongAdder shortLists = new LongAdder();

    Measurement(Split split, Candidates candidates, Protocol protocol, List<Contender> contenders) {
        this.split = split;
        this.candidates = candidates;
        this.protocol = protocol;
        this.contenders = contenders;
        int[] events = split.train().itemCounts();
        this.users = IntStream.range(0, split.all().userCount())
                .filter(user -> split.targetCount(user) > 0)
                .toArray();
        this.place = new int[split.all().userCount()];
        Arrays.setAll(place, user -> Math.max(0, Arrays.binarySearch(users, user)));
        this.mostTargets = mostTargets();
        this.columns = new Columns(protocol);
        this.listValues = new ListValues(columns, mostTargets);
        this.popularity = new Popularity(events);
        this.slices = new Slices(protocol.slices(), split, users);
        int rules = protocol.candidates().size();
        boolean[] hasEntries = new boolean[rules];
        this.sums = new Sums[rules][contenders.size()][slices.bins()];
        this.topCounts = new AtomicIntegerArray[rules][contenders.size()][];
        this.tied = new LongAdder[rules][contenders.size()];
        boolean tops = asks(Metric.Scope.TOP_LISTS) || asks(Metric.Scope.TOP_ITEMS);
        this.topValues = tops ? new TopValues(columns, split, events) : null;
        for (int rule = 0; rule < rules; rule++) {
            CandidateRule ruled = protocol.candidates().get(rule);
            negatives.add(negatives(ruled, events));
            hasEntries[rule] = ruled.isSampled() && asks(Metric.Scope.ENTRIES);
            if (hasEntries[rule]) {
                requireCountable(ruled);
            }
            for (int c = 0; c < contenders.size(); c++) {
                prepare(rule, c, hasEntries[rule], !ruled.isSampled() && asks(Metric.Scope.TOP_ITEMS));
            }
        }
        this.counts = new ListCounts(slices.bins(), users.length, hasEntries);
        this.ratingErrors = ratingErrors();
    }

    private int mostTargets() {
        int most = 0;
        for (int user : users) {
            int first = protocol.targets().firstRow(split, user);
            most = Math.max(most, protocol.targets().endRow(split, user, first) - first);
        }
        return most;
    }

    private RatingErrors[][] ratingErrors() {
        RatingErrors[][] errors = new RatingErrors[contenders.size()][];
        for (int c = 0; c < errors.length; c++) {
            boolean rates = asks(Metric.Scope.RATINGS)
                    && contenders.get(c).model().predictsRatings()
                    && split.all().hasRatings();
            errors[c] = new RatingErrors[rates ? slices.bins() : 0];
            Arrays.setAll(errors[c], bin -> new RatingErrors(users.length));
        }
        return errors;
    }

    private void prepare(int rule, int contender, boolean hasErrors, boolean countsTops) {
        Arrays.setAll(sums[rule][contender], bin -> new Sums(columns.size(), users.length, hasErrors));
        topCounts[rule][contender] = new AtomicIntegerArray[countsTops ? columns.cutoffs() : 0];
        Arrays.setAll(
                topCounts[rule][contender],
                cut -> new AtomicIntegerArray(split.all().itemCount()));
        tied[rule][contender] = new LongAdder();
    }

    /** Whether a metric of a kind is asked for. */
    boolean asks(Metric.Scope scope) {
        return protocol.metrics().stream().anyMatch(metric -> metric.scope() == scope);
    }

    /** Makes sure that the entries of all lists can be counted. */
    private void requireCountable(CandidateRule rule) {
        long negatives = Math.min(rule.negatives(), candidates.size());
        long length = negatives * protocol.targets().lists(split) + split.targetCount();
        Check.argument(
                length <= Integer.MAX_VALUE,
                "%s makes up to %,d list entries of %,d targets, more than can be counted; "
                        + "evaluate fewer users or sample fewer negatives",
                rule,
                length,
                split.targetCount());
    }

    /** A ranking under a rule, with scratch of its own. */
    Ranking ranking(int rule) {
        SampledNegatives sampled = negatives.get(rule);
        return sampled != null
                ? new Ranking.Sampled(sampled.copy(), candidates.size())
                : new Ranking.Full(
                        split, candidates, protocol.candidates().get(rule) instanceof CandidateRule.FullUnseen);
    }

    private @Nullable SampledNegatives negatives(CandidateRule rule, int[] events) {
        Seed seed = protocol.seed().child("evaluation");
        return switch (rule) {
            case CandidateRule.Full(), CandidateRule.FullUnseen() -> null;
            case CandidateRule.SampledUniform(int count) -> new SampledNegatives(split.all(), candidates, count, seed);
            case CandidateRule.SampledPopularity(int count) ->
                SampledNegatives.byPopularity(split.all(), events, count, seed);
        };
    }

    /** A visitor with scratch of its own. */
    Replay.Visitor visitor() {
        return new ListVisitor(this);
    }
}
