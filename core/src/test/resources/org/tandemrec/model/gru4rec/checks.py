"""Checks of the reference itself: against values computed by hand and against central differences."""
import math

from autodiff import Num
from batches import NEW, session_parallel, windows_of
from network import embed, row_loss, step, window_loss
from training import initial, tensor_shapes, update


def close(actual, expected, tolerance, what):
    if not abs(actual - expected) <= tolerance:
        raise AssertionError(f"{what} is {actual!r}, but must be {expected!r}")


def by_hand():
    batches()
    gru_step()
    reset_before_and_after_the_product()
    lstm_step()
    losses()
    optimizers()


def gradients(case, values, window, carried, draws, gradients):
    """Compares every seventh element of every tensor with (loss(w + e) - loss(w - e)) / 2e."""
    for name, tensor in values.items():
        for i in range(0, len(tensor), 7):
            weight, sides = tensor[i], []
            for side in (1e-5, -1e-5):
                tensor[i] = weight + side
                sides.append(window_loss(case, values, window, carried, draws)[0].value)
            tensor[i] = weight
            difference = (sides[0] - sides[1]) / 2e-5
            close(gradients[name][i], difference, 1e-8, f"{case['name']}: gradient of {name}[{i}]")


def batches():
    """Three lanes, sequences of 4, 2, 6, 2 and 3 events, every event an item of its own; one of 1 event is left out."""
    sequences = [[0, 1, 2, 3], [4, 5], [99], [6, 7, 8, 9, 10, 11], [12, 13], [14, 15, 16]]
    expected = [
        ([0, 4, 6], [NEW, NEW, NEW]),
        ([1, 12, 7], [0, NEW, 2]),
        ([2, 14, 8], [0, NEW, 2]),
        ([9, 15], [2, 1]),
        ([10], [0]),
    ]
    rows = list(session_parallel(sequences, 3))
    actual = [([r.input for r in lanes], [r.source for r in lanes]) for lanes in rows]
    assert actual == expected, actual
    assert all(r.target == r.input + 1 for lanes in rows for r in lanes), rows


def states():
    """Every event is an item of its own: each lane is in the state of a replay of its sequence up to its last input."""
    config = {
        "hiddenSize": 2, "layers": 2, "cell": "lstm", "gateBias": True, "embedding": "one-hot", "loss": "cross-entropy",
        "labelSmoothing": 0.0, "scoring": "all-items", "batchSize": 3, "bptt": 3,
    }
    sequences, items = [], 0
    for length in (4, 2, 6, 2, 3, 9, 5, 2):
        sequences.append(list(range(items, items + length)))
        items += length
    case = {"config": config, "items": items}
    values = initial(tensor_shapes(case))
    carried = []
    for window in windows_of(session_parallel(sequences, 3), 3):
        carried = window_loss(case, values, window, carried, [])[2]
        for row, lane in zip(window[-1], carried):
            sequence = next(s for s in sequences if row.input in s)
            expected = replay(config, values, sequence[:sequence.index(row.input) + 1])
            assert lane == expected, (row, lane, expected)


def replay(config, values, sequence):
    weights = {name: [Num(v) for v in tensor] for name, tensor in values.items()}
    lane = [[Num(0.0)] * 4] * 2
    for item in sequence:
        x = embed(config, weights, item)
        for layer in (0, 1):
            W, U, b = (weights[f"gru{layer + 1}.{part}"] for part in ("inputWeights", "hiddenWeights", "bias"))
            lane = [step("lstm", x, s, W, U, b, 2) if l == layer else s for l, s in enumerate(lane)]
            x = lane[layer][:2]
    return [[s.value for s in layer] for layer in lane]


def gru_step():
    """r = sigma(0) = 1/2, z = sigma(ln 3) = 3/4, c = tanh(1/2 . 1/2 . 4 ln 2) = tanh(ln 2) = 3/5."""
    for cell in ("gru", "gru-reset-after"):
        state = step(cell, [Num(1.0)], [Num(0.5)], [0, math.log(3), 0], [0, 0, 4 * math.log(2)], [0.0] * 3, 1)
        close(state[0].value, 0.25 * 0.5 + 0.75 * 0.6, 1e-15, cell)


def reset_before_and_after_the_product():
    """h = (1, 0), r = (1/2, 3/4), z = 1/2; U moves h_0 to the second unit with weight 2 ln 2."""
    bias = [0.0, math.log(3), 0.0, 0.0, 0.0, 0.0]
    U = [0.0] * 12
    U[5] = 2 * math.log(2)
    for cell, candidate in (("gru", 3 / 5), ("gru-reset-after", 7 / 9)):
        state = step(cell, [Num(0.0)], [Num(1.0), Num(0.0)], [0.0] * 6, U, bias, 2)
        close(state[0].value, 0.5, 1e-15, cell)
        close(state[1].value, 0.5 * candidate, 1e-15, cell)


def lstm_step():
    """i = 3/4, f = 1/2, g = tanh(ln 2) = 3/5, o = 1/4; c = 1/2 . 0.1 + 3/4 . 3/5 = 1/2."""
    bias = [math.log(3), 0.0, -math.log(3), math.log(2)]
    state = step("lstm", [Num(0.0)], [Num(0.0), Num(0.1)], [0.0] * 4, [0.0] * 4, bias, 1)
    close(state[0].value, 0.25 * math.tanh(0.5), 1e-15, "lstm h")
    close(state[1].value, 0.5, 1e-15, "lstm c")


def losses():
    """Positive ln 2, negatives 0 and ln 3: shares 1/4 and 3/4; sigma(p - j) = 2/3 and 2/5; sigma(ln^2 3)."""
    base = {"labelSmoothing": 0.0, "elu": 0.0, "scoreRegularization": 2.0, "calibration": 0.75}
    square = 1 / (1 + math.exp(-math.log(3) ** 2))
    expected = {
        "cross-entropy": math.log(6 / 2),
        "gbce": -0.55 * math.log(2 / 3) - math.log(1 / 2) - math.log(1 / 4),
        "bpr": -(math.log(2 / 3) + math.log(2 / 5)) / 2,
        "top1": (1 / 3 + 1 / 2 + 3 / 5 + square) / 2,
        "top1-max": (1 / 3 + 1 / 2) / 4 + (3 / 5 + square) * 3 / 4,
        "bpr-max": -math.log(2 / 3 / 4 + 2 / 5 * 3 / 4) + 2 * 3 / 4 * math.log(3) ** 2,
    }
    for loss, value in expected.items():
        scores = [Num(0.0), Num(math.log(2)), Num(math.log(3))]
        close(row_loss({**base, "loss": loss}, scores, 1, 0.4).value, value, 1e-15, loss)
    smooth = row_loss({**base, "loss": "cross-entropy", "labelSmoothing": 0.3}, scores, 1, 0.4).value
    close(smooth, math.log(6) - 0.7 * math.log(2) - 0.1 * (math.log(2) + math.log(3)), 1e-15, "label smoothing")
    scores = [Num(math.log(2)), Num(-math.log(2))]  # ELU with 2: -ln 2 becomes 2 (1/2 - 1) = -1
    elu = row_loss({**base, "loss": "bpr", "elu": 2.0}, scores, 0, 0.4).value
    close(elu, math.log(1 + math.exp(-1) / 2), 1e-15, "ELU")


def optimizers():
    """Two updates with the gradients 3 and 4: sums of squares 9 and 25; element 1 is not touched."""
    root1, root2 = math.sqrt(9 + 1e-6), math.sqrt(25 + 1e-6)
    adam_mean, adam_square = (0.09 * 3 + 0.1 * 4) / 0.19, (0.000999 * 9 + 0.001 * 16) / 0.001999
    first, second = 0.1 * 3 / (3 + 1e-8), 0.1 * adam_mean / (math.sqrt(adam_square) + 1e-8)
    expected = {
        "sgd": 1 - 0.1 * 3 + (0.5 * -0.1 * 3 - 0.1 * 4),
        "adagrad": 1 - 0.1 * 3 / root1 + (0.5 * -0.1 * 3 / root1 - 0.1 * 4 / root2),
        "adam": 1 - first - second,
        "adam-w": ((1 - 0.1 * 0.2) - first) * (1 - 0.1 * 0.2) - second,
    }
    for optimizer, value in expected.items():
        weights, memory = [1.0, 1.0], ([0.0, 0.0], [0.0, 0.0])
        config = {"optimizer": optimizer, "learningRate": 0.1, "momentum": 0.5}
        config["weightDecay"] = 0.2 if optimizer == "adam-w" else 0.0
        update(config, weights, [3.0, 0.0], [0], memory, 1)
        update(config, weights, [4.0, 0.0], [0], memory, 2)
        close(weights[0], value, 1e-12, optimizer)
        assert weights[1] == 1.0, weights
