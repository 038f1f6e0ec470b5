package org.tandemrec.data;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.tandemrec.base.Parallel;

/**
 * The ratings of the Netflix Prize: one or more files of movies, each parsed on a thread of its own. Files are taken in their order,
 * so numbers of ids, rows and messages are the same for any number of threads.
 */
final class NetflixSource implements InteractionSource {
    private final List<Path> files;
    private final FileInput first;
    private final SharedProgress progress;

    /**
     * A source over {@code files} in their order.
     *
     * @param first the open input of the first file, which stays open
     */
    NetflixSource(List<Path> files, FileInput first, SharedProgress progress) {
        this.files = files;
        this.first = first;
        this.progress = progress;
    }

    @Override
    public boolean hasRatings() {
        return true;
    }

    @Override
    public boolean hasTimes() {
        return true;
    }

    @Override
    public TieRule tieRule() {
        return TieRule.SEEDED_HASH;
    }

    @Override
    public Events read(BadLines badLines) {
        RowCollector[] rows = new RowCollector[files.size()];
        BadLines[] bad = new BadLines[files.size()];
        AtomicInteger failed = new AtomicInteger(Integer.MAX_VALUE);
        Parallel.shared().forEach(rows.length, index -> {
            if (index > failed.get()) {
                return; // the error of a file before this one is the one that counts
            }
            try {
                bad[index] = badLines.ofFile(files.get(index));
                rows[index] = parse(index, bad[index], failed);
            } catch (DataException e) {
                failed.accumulateAndGet(index, Math::min);
                throw e;
            }
        });
        NumberTable users = new NumberTable();
        NumberTable items = new NumberTable();
        Interactions.Builder builder = new Interactions.Builder(tieRule());
        for (int file = 0; file < rows.length; file++) {
            badLines.addAll(bad[file]);
            List<RowBlock> blocks = rows[file].blocks();
            blocks.replaceAll(block -> block.numbered(users, items)); // one by one, so that no file is held twice
            blocks.forEach(builder::add);
        }
        return new Events(builder, users.vocabulary(), items.vocabulary());
    }

    private RowCollector parse(int index, BadLines bad, AtomicInteger failed) {
        if (index == 0) {
            return parse(first, bad, index, failed);
        }
        try (FileInput input = FileInput.open(files.get(index), progress.file())) {
            return parse(input, bad, index, failed);
        }
    }

    private static RowCollector parse(FileInput input, BadLines bad, int index, AtomicInteger failed) {
        DelimitedSource.requireText(input);
        return new NetflixParser(input, bad).parse(() -> failed.get() < index);
    }
}
