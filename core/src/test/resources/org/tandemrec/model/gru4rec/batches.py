"""Session-parallel mini-batches and their windows; see gru4rec_reference.py."""
from collections import namedtuple

NEW = -1
Row = namedtuple("Row", "input target source")


def session_parallel(sequences, batch_size):
    """Yields the steps: for every lane its row, whose source is a lane of the step before."""
    waiting = [s for s in sequences if len(s) > 1]
    lanes = [(s, 0, NEW) for s in waiting[:batch_size]]
    waiting = waiting[batch_size:]
    while lanes:
        yield [Row(s[t], s[t + 1], source) for s, t, source in lanes]
        lanes = [(s, t + 1, lane) for lane, (s, t, _) in enumerate(lanes)]
        lane = 0
        while lane < len(lanes):
            s, t, _ = lanes[lane]
            if t + 1 < len(s):
                lane += 1
            elif waiting:
                lanes[lane] = (waiting.pop(0), 0, NEW)
            else:
                last = lanes.pop()
                if lane < len(lanes):
                    lanes[lane] = last


def windows_of(steps, bptt):
    """Groups steps; the source of a row becomes the row of the window where the step before is in the window."""
    windows = []
    for number, rows in enumerate(steps):
        if number % bptt == 0:
            windows.append([])
            start = 0
        else:
            start = sum(len(s) for s in windows[-1][:-1])
        windows[-1].append([r if r.source == NEW else r._replace(source=r.source + start) for r in rows])
    return windows
