package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;

class ProtocolTest {
    private static final CandidateRule FULL = new CandidateRule.FullUnseen();

    private static Protocol protocol(List<CandidateRule> rules, Integer... cutoffs) {
        return new Protocol(rules, List.of(cutoffs), new Seed(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"full", "full-unseen", "sampled-uniform(1)", "sampled-uniform(100)", "sampled-uniform(999999999)", "sampled-popularity(7)"})
    void candidateRulesRoundTrip(String text) {
        CandidateRule rule = CandidateRule.parse(text);
        assertThat(rule).hasToString(text);
        assertThat(CandidateRule.parse("\t" + rule + " ")).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ful",
                "full(1)",
                "Full-Unseen",
                "full-unseen()",
                "sampled-uniform",
                "sampled-uniform()",
                "sampled-uniform(-1)",
                "sampled-uniform(1.5)",
                "sampled-uniform(9999999999)",
                "sampled-uniform(100) x"
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> CandidateRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("candidates are full, full-unseen, sampled-uniform(100) or sampled-popularity(100), but were \"" + text + "\"");
    }

    @Test
    void aSampleHasNegatives() {
        assertThatThrownBy(() -> CandidateRule.parse("sampled-uniform(0)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sampled-uniform needs at least 1 negative, but was given 0");
        assertThatThrownBy(() -> CandidateRule.parse("sampled-popularity(0)"))
                .hasMessage("sampled-popularity needs at least 1 negative, but was given 0");
    }

    @Test
    void thePaperRanksAmongOneHundredAndInFullAtTen() {
        assertThat(Protocol.paper(7))
                .isEqualTo(protocolOf(7, List.of(CandidateRule.parse("sampled-uniform(100)"), FULL)))
                .isEqualTo(Protocol.paper(new Seed(7)))
                .isNotEqualTo(Protocol.paper(8));
    }

    private static Protocol protocolOf(long seed, List<CandidateRule> rules) {
        return new Protocol(rules, List.of(10), new Seed(seed));
    }

    @Test
    void everyFigureHasANameOfItsOwn() {
        assertThatThrownBy(() -> protocol(List.of(FULL, new CandidateRule.FullUnseen()), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the candidate rules must differ: [full-unseen, full-unseen]");
        assertThatThrownBy(() -> protocol(List.of(FULL), 10, 5, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the cut-offs must differ: [10, 5, 10]");
    }

    @Test
    void rulesAndCutoffsAreNeeded() {
        assertThatThrownBy(() -> protocol(List.of(), 10)).hasMessage("a protocol needs at least one candidate rule");
        assertThatThrownBy(() -> protocol(List.of(FULL), 10, 0)).hasMessage("a cut-off must be at least 1, but was 0");
    }
}
