package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemrec.app.TextTable.Column;

class TextTableTest {
    private static TextTable table() {
        TextTable table =
                new TextTable(List.of(Column.numbers("#"), Column.words("title", 6), Column.numbers("score")));
        table.row(List.of("9", "Alien", "1.5"));
        table.row(List.of("10", "Blade Runner", "-0.25"));
        return table;
    }

    @Test
    void alignsAndCuts() {
        assertThat(table().render(false).lines())
                .containsExactly(" #  title   score", " 9  Alien     1.5", "10  Blade…  -0.25");
    }

    @Test
    void marksTheHeaderWhereItMay() {
        assertThat(table().render(true)).startsWith("\033[2m #  title   score\033[0m");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        TextTable table = new TextTable(List.of(Column.words("title", 20)));
        table.row(List.of("\033[31mred\n"));
        assertThat(table.render(false)).endsWith("\uFFFD[31mred\uFFFD");
    }

    @Test
    void aCharacterOutsideTheBasicPlaneIsNotCutInTwo() {
        TextTable table = new TextTable(List.of(Column.words("t", 2)));
        table.row(List.of("\uD83C\uDFAC\uD83C\uDFAC\uD83C\uDFAC"));
        assertThat(table.render(false)).endsWith("\uD83C\uDFAC…");
    }
}
