package org.tandemrec.model.popularity;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** The settings of {@link RecentPopularityTrainer}. */
public record RecentPopularityConfig(
        @Range(from = 1, to = 1000, log = true) @Description("days after which an event counts half")
        double halfLifeDays,

        @Choice({"query", "end"}) @Description("the moment as of which events are counted")
        Moment asOf) {
    /** The moment as of which events are counted. */
    public enum Moment {
        /** The time of the last event before the query, so that nothing later counts; the end of training where it is unknown. */
        QUERY,
        /** The time of the last training event, the same for everybody. */
        END
    }

    /** A month, as of the query. */
    public static final RecentPopularityConfig DEFAULT = new RecentPopularityConfig(30, Moment.QUERY);

    /** Checks the half-life. */
    public RecentPopularityConfig {
        Check.argument(
                halfLifeDays > 0 && halfLifeDays < Double.POSITIVE_INFINITY,
                "halfLifeDays must be above 0, but was %s; for all time alike use popularity",
                halfLifeDays);
    }
}
