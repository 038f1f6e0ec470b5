"""The forward pass of GRU4Rec and its losses, written from the equations; see gru4rec_reference.py."""
from autodiff import Num, exp, log, sigmoid, tanh
from batches import NEW

BLOCKS = {"gru": 3, "gru-reset-after": 3, "lstm": 4, "rnn": 1}


def step(cell, x, state, W, U, b, H):
    """The state after the input x; a state is h, that of an LSTM h | c."""
    h = state[:H]
    G = BLOCKS[cell] * H

    def of_input(block):
        return [sum(x[d] * W[d * G + k] for d in range(len(x))) + b[k] for k in range(block * H, block * H + H)]

    def of_hidden(block, v):
        return [sum(v[d] * U[d * G + k] for d in range(H)) for k in range(block * H, block * H + H)]

    def both(block):
        return [p + q for p, q in zip(of_input(block), of_hidden(block, h))]

    if cell == "rnn":
        return [tanh(a) for a in both(0)]
    if cell == "lstm":
        i, f, o = ([sigmoid(a) for a in both(block)] for block in (0, 1, 2))
        g = [tanh(a) for a in both(3)]
        c = [f[j] * state[H + j] + i[j] * g[j] for j in range(H)]
        return [o[j] * tanh(c[j]) for j in range(H)] + c
    r, z = ([sigmoid(a) for a in both(block)] for block in (0, 1))
    if cell == "gru":
        past = of_hidden(2, [r[j] * h[j] for j in range(H)])
    else:
        past = [r[j] * u for j, u in enumerate(of_hidden(2, h))]
    candidate = [tanh(a + u) for a, u in zip(of_input(2), past)]
    return [(1 - z[j]) * h[j] + z[j] * candidate[j] for j in range(H)]


def row_loss(config, scores, positive, sampling_rate):
    """The loss of one row; scores[positive] is its positive, every other one a negative."""
    loss = config["loss"]
    if loss == "cross-entropy":
        smoothing = config["labelSmoothing"]
        uniform = sum(scores) * (smoothing / len(scores))
        return log(sum(exp(s) for s in scores)) - (1 - smoothing) * scores[positive] - uniform
    if loss == "gbce":
        beta = sampling_rate * (config["calibration"] * (1 - 1 / sampling_rate) + 1 / sampling_rate)
        others = [log(1 - sigmoid(s)) for j, s in enumerate(scores) if j != positive]
        return -beta * log(sigmoid(scores[positive])) - sum(others)
    if config["elu"] > 0:
        scores = [s if s.value > 0 else config["elu"] * (exp(s) - 1) for s in scores]
    p = scores[positive]
    negatives = [s for j, s in enumerate(scores) if j != positive]
    if loss == "bpr":
        return -sum(log(sigmoid(p - s)) for s in negatives) / len(negatives)
    if loss == "top1":
        return sum(sigmoid(s - p) + sigmoid(s * s) for s in negatives) / len(negatives)
    total = sum(exp(s) for s in negatives)
    shares = [exp(s) / total for s in negatives]
    if loss == "top1-max":
        return sum(share * (sigmoid(s - p) + sigmoid(s * s)) for share, s in zip(shares, negatives))
    penalty = sum(share * s * s for share, s in zip(shares, negatives))
    likelihood = sum(share * sigmoid(p - s) for share, s in zip(shares, negatives))
    return -log(likelihood) + config["scoreRegularization"] * penalty


def embed(config, weights, item):
    H = config["hiddenSize"]
    row = weights["embedding"][item * H:(item + 1) * H]
    return [tanh(e) for e in row] if config["embedding"] == "one-hot" else row


def window_loss(case, values, window, carried, draws):
    """The loss of a window, the weights it depends on, and the states (by lane, then layer) after its last step."""
    config = case["config"]
    H, layers, cell = config["hiddenSize"], config["layers"], config["cell"]
    Num.tape.clear()
    weights = {name: [Num(v) for v in tensor] for name, tensor in values.items()}
    output = weights["embedding" if config["embedding"] == "tied" else "output.weights"]
    columns = columns_of(case, window, draws)
    zero = [[Num(0.0)] * (2 * H if cell == "lstm" else H)] * layers
    states, losses = [], []
    for number, rows in enumerate(window):
        before = [[[Num(s) for s in layer] for layer in lane] for lane in carried] if number == 0 else states
        for row in rows:
            past = zero if row.source == NEW else before[row.source]
            x, after = embed(config, weights, row.input), []
            for layer in range(layers):
                name = f"gru{layer + 1}."
                bias = weights.get(name + "bias", [0.0] * (BLOCKS[cell] * H))
                W, U = weights[name + "inputWeights"], weights[name + "hiddenWeights"]
                after.append(step(cell, x, past[layer], W, U, bias, H))
                x = after[-1][:H]
            positive = len(losses) if config["scoring"] == "sampled" else row.target
            scores = [sum(x[d] * output[j * H + d] for d in range(H)) + weights["output.bias"][j] for j in columns]
            losses.append(row_loss(config, scores, positive, sampling_rate(case)))
            states.append(after)
    last = states[-len(window[-1]):]
    loss = sum(losses) / (config["batchSize"] * config["bptt"])
    return loss, weights, [[[s.value for s in layer] for layer in lane] for lane in last]


def columns_of(case, window, draws):
    if case["config"]["scoring"] == "all-items":
        return list(range(case["items"]))
    return [row.target for rows in window for row in rows] + draws


def sampling_rate(case):
    config = case["config"]
    if config["scoring"] == "all-items":
        return 1.0
    return min(1.0, (config["batchSize"] * config["bptt"] - 1 + config["negatives"]) / (case["items"] - 1))
