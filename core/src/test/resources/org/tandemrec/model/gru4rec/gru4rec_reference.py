#!/usr/bin/env python3
"""Reference values of GRU4Rec: what a tiny network must compute, in plain double precision.

Regenerate the JSON beside this script (half a minute; Python 3.9 or newer, nothing but its standard library):

    python3 gru4rec_reference.py > gru4rec_reference.json

The forward pass and the losses are written from the equations; gradients come from automatic differentiation of
single numbers, so that no derivative of a layer or of a loss is written here. Before anything is printed the script
checks itself: steps, losses, mini-batches and optimisers against values computed by hand, the states of lanes against
a replay of their sequences, gradients against central differences.

Conventions
- Only sequences of two or more events train; they enter the lanes in the order of their first event. Input is the
  item at t, target the item at t + 1. When a sequence ends, the next waiting one takes its lane with a zero state;
  when none waits, the last lane moves into the gap with its state and the batch shrinks.
- One update per window of `bptt` steps (the last of an epoch may be shorter); the state carried into it is a constant.
- The loss of a window is the sum of its rows' losses / (batchSize * bptt), also when lanes or steps are missing.
- Sampled scoring: the columns are the targets of all rows of the window, in the order of the rows, then the draws of
  the window, every copy a column of its own. The positive of a row is its own column; all others are its negatives,
  also the copies of its target. N_S is the number of negatives. With all items there is one column for each.
- The sampling rate of gBCE is min(1, (batchSize * bptt - 1 + negatives) / (items - 1)) with sampled scoring, a
  constant of the run.
- `embedding`, `output.weights` and `output.bias` are tables: an update changes touched rows alone (the window's
  inputs; its columns; both in a tied table), in weight, moments, accumulator and velocity; Adam counts all updates.

Tensors, row-major: embedding (items x H); gru1, gru2 ...: inputWeights (H x blocks*H), hiddenWeights (H x blocks*H),
bias (blocks*H), blocks r|z|c of a GRU, i|f|o|g of an LSTM, one of an RNN; output.weights (items x H), output.bias.
Initial weights are w[i] = float32(0.8 sin(phase + 1.7 i + 0.13 i^2)), phase = 1, 2, 3 ... by tensor.
Sources of rows in `windows`: -1 new sequence; in the first step of a window the lane of the step before it; in
later steps the row of the window.

Sources: GRU eqs 5-7 of RA_LST; reset after the product: Cho et al. 2014 as in cuDNN; LSTM: Gers et al. 2000; RNN:
Elman 1990; BPR: Rendle et al. 2009; TOP1: Hidasi et al. 2016; BPR-max, TOP1-max: Hidasi and Karatzoglou 2018; label
smoothing: Szegedy et al. 2016; ELU: Clevert et al. 2016; gBCE: Petrov and Macdonald 2023, without the division by
N_S + 1; Adam: Kingma and Ba 2015, algorithm 1; AdamW: Loshchilov and Hutter 2019, a step also
takes learningRate * weightDecay of the weight; Adagrad: Duchi et al. 2011; momentum: Polyak 1964.
"""
import json
import sys

sys.dont_write_bytecode = True

import checks
from training import UPDATES, train

# Lengths of the sequences by first event: ten windows that reset lanes, move them and shrink.
ONE_STEP = (4, 6, 2, 3, 1, 4, 3, 5, 6)
ONE_STEP_OF_FOUR = (4, 6, 2, 5, 3, 1, 5, 4, 6, 3, 5, 4, 3)
TWO_STEPS = (5, 8, 3, 6, 1, 4, 8, 3, 5, 7, 4, 2, 5, 2, 5)
THREE_STEPS = (6, 12, 3, 8, 1, 5, 9, 4, 7, 10, 3, 5, 11, 2, 7)

BASE = {
    "hiddenSize": 5, "layers": 1, "cell": "gru", "gateBias": True, "embedding": "tied", "loss": "cross-entropy",
    "labelSmoothing": 0.0, "elu": 0.0, "scoreRegularization": 0.0, "calibration": 0.0, "scoring": "all-items",
    "negatives": 0, "optimizer": "adam", "learningRate": 0.01, "momentum": 0.0, "weightDecay": 0.0,
    "batchSize": 3, "bptt": 1, "order": "first-event",
}


def integers(seed):
    """A linear congruential generator: x <- (1103515245 x + 12345) mod 2^31, of which the upper bits count."""
    while True:
        seed = (1103515245 * seed + 12345) % 2 ** 31
        yield seed >> 16


def case(name, items, lengths, **settings):
    """A case whose items and draws are random but fixed; users are not numbered in the order of their first event."""
    config = {**BASE, **settings}
    random = integers(sum(name.encode()))
    count = len(lengths)
    by_user = sorted(range(count), key=lambda place: (place * 7 + 3) % count)
    sequences = [
        {"firstEventMillis": 1000 * (place + 1), "items": [next(random) % items for _ in range(lengths[place])]}
        for place in by_user
    ]
    draws = [[next(random) % items for _ in range(config["negatives"])] for _ in range(UPDATES)]
    return {"name": name, "config": config, "items": items, "sequences": sequences, "draws": draws}


CASES = [
    case("paper", 7, ONE_STEP, gateBias=False, embedding="one-hot"),
    case("bpr-max", 11, THREE_STEPS, hiddenSize=9, loss="bpr-max", elu=0.5, scoreRegularization=1.95, scoring="sampled",
         negatives=4, optimizer="adagrad", learningRate=0.05, momentum=0.3, bptt=3),
    case("reset-after", 7, THREE_STEPS, layers=2, cell="gru-reset-after", embedding="separate", labelSmoothing=0.1,
         optimizer="sgd", learningRate=0.1, bptt=3),
    case("lstm-top1-max", 7, TWO_STEPS, layers=2, cell="lstm", embedding="one-hot", loss="top1-max", scoring="sampled",
         negatives=4, bptt=2),
    case("rnn-gbce", 11, ONE_STEP, cell="rnn", embedding="separate", loss="gbce", calibration=0.75, scoring="sampled",
         negatives=2, optimizer="sgd", learningRate=0.05, momentum=0.5),
    case("bpr", 7, ONE_STEP_OF_FOUR, gateBias=False, loss="bpr", scoring="sampled", negatives=3, optimizer="adagrad",
         learningRate=0.05, batchSize=4),
    case("top1", 7, TWO_STEPS, embedding="one-hot", loss="top1", elu=1.0, scoring="sampled", negatives=2,
         optimizer="sgd", learningRate=0.1, momentum=0.5, bptt=2),
    case("tied-softmax", 7, THREE_STEPS, bptt=3),
    case("sampled-softmax", 11, TWO_STEPS, labelSmoothing=0.1, scoring="sampled", negatives=5, optimizer="adagrad",
         learningRate=0.05, momentum=0.3, bptt=2),
    case("lstm-adam-w", 7, ONE_STEP, cell="lstm", gateBias=False, embedding="separate", optimizer="adam-w",
         weightDecay=0.1),
]


def text(value, indent="\n"):
    """JSON with a line for every array of numbers; numbers read back as the same doubles."""
    if isinstance(value, dict):
        inner = [json.dumps(key) + ": " + text(v, indent + " ") for key, v in value.items()]
        return "{" + ",".join(indent + " " + line for line in inner) + indent + "}"
    if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        return "[" + ",".join(indent + " " + text(v, indent + " ") for v in value) + indent + "]"
    return json.dumps(value)


def main():
    checks.by_hand()
    checks.states()
    print(text({"cases": [train(case, checks.gradients) for case in CASES]}))


if __name__ == "__main__":
    main()
