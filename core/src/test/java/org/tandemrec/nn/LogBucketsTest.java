package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogBucketsTest {
    @ParameterizedTest
    @CsvSource({"-1,0", "0,1", "1,2", "2,2", "3,3", "6,3", "7,4", "3599,12", "86400,17", "9223372036854775807,39"})
    void oneForEachPowerOfTwo(long value, int bucket) {
        assertThat(LogBuckets.of(value)).isEqualTo(bucket);
    }
}
