package org.tandemrec.data;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;

/**
 * How active the invented users of a Netflix-sized data set are, and their ids: log-normal numbers of ratings that add up exactly,
 * and sparse ids in no order.
 */
final class NetflixUsers {
    /** The prize's mean of 209 and median of 96 ratings a user are those of a log-normal distribution with this spread. */
    private static final double SPREAD = 1.248;
    /** The most active user of the prize rated 17,653 of its 17,770 movies. */
    private static final double MOST_OF_MOVIES = 17_653.0 / 17_770;

    private static final int BISECTIONS = 60;

    private final int[] lengths;
    private final int[] ids;

    NetflixUsers(NetflixConfig config, Seed seed) {
        int users = config.users();
        double[] activity = Gaussian.draw(users, seed.child("lengths").random());
        for (int user = 0; user < users; user++) {
            activity[user] = StrictMath.exp(SPREAD * activity[user]);
        }
        int least = Math.ceilDiv(config.movies(), users);
        int most = (int) (MOST_OF_MOVIES * config.movies());
        lengths = scaled(activity, config.ratings(), least, most);
        ids = ids(users, seed.child("ids").random());
    }

    /** Multiplies activities by the one number with which they add up to {@code total}, each kept within {@code least … most}. */
    private static int[] scaled(double[] activity, int total, int least, int most) {
        double low = 0;
        double high = total;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            long sum = 0;
            for (double value : activity) {
                sum += length(value, middle, least, most);
            }
            if (sum < total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int[] lengths = new int[activity.length];
        int missing = total;
        for (int user = 0; user < lengths.length; user++) {
            lengths[user] = length(activity[user], low, least, most);
            missing -= lengths[user];
        }
        for (int user = 0; missing > 0; user = (user + 1) % lengths.length) { // the few that rounding leaves over
            if (lengths[user] < most) {
                lengths[user]++;
                missing--;
            }
        }
        return lengths;
    }

    private static int length(double activity, double factor, int least, int most) {
        return (int) Math.clamp(StrictMath.rint(activity * factor), least, most);
    }

    /** Distinct ids up to the highest one, which is among them (Floyd's sampling; Bentley 1987), shuffled. */
    private static int[] ids(int users, SplittableRandom random) {
        BitSet taken = new BitSet(NetflixConfig.HIGHEST_USER_ID + 1);
        taken.set(NetflixConfig.HIGHEST_USER_ID);
        for (int highest = NetflixConfig.HIGHEST_USER_ID - users + 1;
                highest < NetflixConfig.HIGHEST_USER_ID;
                highest++) {
            int id = 1 + random.nextInt(highest);
            taken.set(taken.get(id) ? highest : id);
        }
        int[] ids = new int[users];
        int size = 0;
        for (int id = taken.nextSetBit(0); id >= 0; id = taken.nextSetBit(id + 1), size++) {
            int other = random.nextInt(size + 1);
            ids[size] = ids[other];
            ids[other] = id;
        }
        return ids;
    }

    int size() {
        return ids.length;
    }

    /** The number of ratings of a user. */
    int length(int user) {
        return lengths[user];
    }

    /** The id of a user in the files. */
    int id(int user) {
        return ids[user];
    }

    /** The first user with two ratings or more. */
    int firstOfTwo() {
        int user = 0;
        while (lengths[user] < 2) {
            user++;
        }
        return user;
    }
}
