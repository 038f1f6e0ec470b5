package org.tandemrec.kernel;

/**
 * Exponential, logarithm, hyperbolic tangent and logistic function of one float, from additions, multiplications, divisions and
 * {@link Math#fma} alone, so that the interpreter, the compilers and the vector twin give the same bits.
 *
 * <p>NaN stays NaN; an infinite argument gives the limit.
 */
public final class FloatMath {
    /*
     * exp(x) = 2^n exp(r), with n = x / ln 2 rounded to an integer and r = x - n ln 2 in [-ln 2 / 2, ln 2 / 2].
     *
     * - Adding 1.5 * 2^23 leaves a float whose last bit is worth 1, so the sum rounds x / ln 2 to an integer and its bits hold
     *   it: no conversion is needed.
     * - ln 2 is the sum of 355/512, whose product with n is exact, and a small rest (Cody and Waite, 1980).
     * - exp(r) - 1 is its Taylor polynomial of degree 7, whose error is below (ln 2 / 2)^8 / 8! = 5.2e-9, a tenth of an ulp.
     * - 2^n is multiplied in two halves, so that results below the smallest normal float are rounded once, and not lost.
     */
    static final float LOG2_E = 0x1.715476p0f;
    static final float ROUNDER = 0x1.8p23f;
    static final int ROUNDER_BITS = 0x4B400000;
    static final float LN2_HIGH = 355 / 512f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float INVERSE_FACTORIAL_7 = 1 / 5040f;
    static final float INVERSE_FACTORIAL_6 = 1 / 720f;
    static final float INVERSE_FACTORIAL_5 = 1 / 120f;
    static final float INVERSE_FACTORIAL_4 = 1 / 24f;
    static final float INVERSE_FACTORIAL_3 = 1 / 6f;
    static final float INVERSE_FACTORIAL_2 = 1 / 2f;

    /** Below it exp is less than half the smallest float, that is 0. */
    static final float EXP_LOWEST = -104;
    /** Above it exp is infinite. */
    static final float EXP_HIGHEST = 89;
    /** Below it {@link #expNegative} is 0: n is -127 there, whose power is 0. */
    static final float EXP_NEGATIVE_LOWEST = -88;
    /** {@link #ROUNDER} and the bias of an exponent: the last bits of the sum are those of the float 2^n. */
    static final float BIASED_ROUNDER = 0x1.8p23f + 127;
    /** Above it tanh is 1. */
    static final float TANH_HIGHEST = 10;
    /** Below it exp(x) - 1 is -1. */
    static final float EXPM1_LOWEST = -24;

    /** The factors of x and x^3 in the argument 2u of {@link #gelu}: 2 sqrt(2 / pi), and that times 0.044715. */
    static final float GELU_LINEAR = (float) (2 * 0.7978845608028654);

    static final float GELU_CUBIC = (float) (2 * 0.7978845608028654 * 0.044715);

    private static final float SQRT_2 = 0x1.6a09e6p0f;
    private static final float TWO_TO_24 = 0x1p24f;

    private FloatMath() {}

    /** Returns e to the power of {@code x}, within 2 units in the last place. */
    public static float exp(float x) {
        float clamped = x < EXP_LOWEST ? EXP_LOWEST : x;
        clamped = clamped > EXP_HIGHEST ? EXP_HIGHEST : clamped;
        float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
        int n = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
        int half = n >> 1;
        float power = 1 + expMinus1(reduce(clamped, rounded));
        return power * powerOf2(half) * powerOf2(n - half);
    }

    /**
     * Returns e to the power of an {@code x} of at most 0, within 2 units in the last place: 0 where the result is no normal
     * float. It takes two thirds of the operations of {@link #exp}.
     */
    static float expNegative(float x) {
        float clamped = x < EXP_NEGATIVE_LOWEST ? EXP_NEGATIVE_LOWEST : x;
        float rounded = Math.fma(clamped, LOG2_E, BIASED_ROUNDER);
        float n = rounded - BIASED_ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, clamped));
        float power = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
        return Math.fma(power, expMinus1(r), power);
    }

    /**
     * Returns the hyperbolic tangent of {@code x}, odd to the bit, within 4 units in the last place also near 0.
     */
    public static float tanh(float x) {
        // tanh |x| = m / (m + 2) with m = exp(2|x|) - 1 = 2^n (exp(r) - 1) + (2^n - 1), which cancels nowhere.
        float magnitude = Math.abs(x);
        magnitude = magnitude > TANH_HIGHEST ? TANH_HIGHEST : magnitude;
        float doubled = magnitude + magnitude;
        float rounded = Math.fma(doubled, LOG2_E, ROUNDER);
        float power = powerOf2(Float.floatToRawIntBits(rounded) - ROUNDER_BITS);
        float m = Math.fma(power, expMinus1(reduce(doubled, rounded)), power - 1);
        return Math.copySign(m / (m + 2), x);
    }

    /** Returns the logistic function 1 / (1 + exp(-x)), within 2e-7. */
    public static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }

    /**
     * Returns the natural logarithm of {@code x}, within 3 units in the last place (or 1e-7 where the result is near 0): negative
     * infinity for 0, NaN for negative numbers.
     */
    public static float log(float x) {
        if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
            return x == 0 ? Float.NEGATIVE_INFINITY : x < 0 ? Float.NaN : x;
        }
        // x = 2^n m with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh(s), s = (m - 1) / (m + 1), |s| < 0.172, by the
        // series of atanh.
        boolean subnormal = x < Float.MIN_NORMAL;
        float normal = subnormal ? x * TWO_TO_24 : x;
        int bits = Float.floatToRawIntBits(normal);
        int n = (bits >>> 23) - 127 - (subnormal ? 24 : 0);
        float m = Float.intBitsToFloat((bits & 0x007FFFFF) | 0x3F800000);
        if (m > SQRT_2) {
            m *= 0.5f;
            n++;
        }
        float s = (m - 1) / (m + 1);
        float square = s * s;
        float series = Math.fma(square, 1 / 9f, 1 / 7f);
        series = Math.fma(square, series, 1 / 5f);
        series = Math.fma(square, series, 1 / 3f);
        float rest = Math.fma(2 * s * square, series, n * LN2_LOW);
        return Math.fma(n, LN2_HIGH, Math.fma(2, s, rest));
    }

    /** Returns log(1 + x) of an {@code x} in [0, 1], within 3 units in the last place also near 0. */
    static float log1p(float x) {
        // 2 atanh(s), s = x / (x + 2) in [0, 1/3]; the first term left out is below s^14 / 15 = 1.4e-8 of the result.
        float s = x / (x + 2);
        float square = s * s;
        float series = Math.fma(square, 1 / 13f, 1 / 11f);
        series = Math.fma(square, series, 1 / 9f);
        series = Math.fma(square, series, 1 / 7f);
        series = Math.fma(square, series, 1 / 5f);
        series = Math.fma(square, series, 1 / 3f);
        float doubled = s + s;
        return Math.fma(doubled * square, series, doubled);
    }

    /** Returns log(1 + exp(x)), within 3e-7 or 4 units in the last place. */
    public static float softplus(float x) {
        return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
    }

    /** Returns {@code x} where it is positive, else {@code alpha * (exp(x) - 1)}, within 4 units in the last place. */
    public static float elu(float x, float alpha) {
        // exp(x) - 1 = 2^n (exp(r) - 1) + (2^n - 1), which cancels nowhere.
        float clamped = x > 0 ? 0 : x;
        clamped = clamped < EXPM1_LOWEST ? EXPM1_LOWEST : clamped;
        float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
        float power = powerOf2(Float.floatToRawIntBits(rounded) - ROUNDER_BITS);
        float m = Math.fma(power, expMinus1(reduce(clamped, rounded)), power - 1);
        return x > 0 ? x : alpha * m;
    }

    /**
     * Returns the Gaussian error linear unit x * sigmoid(2u), {@code u = sqrt(2 / pi) * (x + 0.044715 x^3)} (Hendrycks and Gimpel,
     * arXiv:1606.08415, section 2), within 3e-7 of the larger of 1 and the result.
     */
    public static float gelu(float x) {
        return sigmoid(Math.fma(x * x, GELU_CUBIC, GELU_LINEAR) * x) * x;
    }

    /** Returns the derivative of {@link #gelu}: {@code s * (1 + 2u' x (1 - s))} with s = sigmoid(2u). */
    public static float geluSlope(float x) {
        float square = x * x;
        float slope = Math.fma(square, 3 * GELU_CUBIC, GELU_LINEAR) * x;
        float gate = sigmoid(Math.fma(square, GELU_CUBIC, GELU_LINEAR) * x);
        return gate * Math.fma(slope, 1 - gate, 1);
    }

    private static float reduce(float x, float rounded) {
        float n = rounded - ROUNDER;
        return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    }

    private static float expMinus1(float r) {
        float series = Math.fma(INVERSE_FACTORIAL_7, r, INVERSE_FACTORIAL_6);
        series = Math.fma(series, r, INVERSE_FACTORIAL_5);
        series = Math.fma(series, r, INVERSE_FACTORIAL_4);
        series = Math.fma(series, r, INVERSE_FACTORIAL_3);
        series = Math.fma(series, r, INVERSE_FACTORIAL_2);
        return Math.fma(r * r, series, r);
    }

    private static float powerOf2(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }
}
