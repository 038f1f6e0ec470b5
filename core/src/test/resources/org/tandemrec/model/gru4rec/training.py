"""Ten updates of a network; see gru4rec_reference.py."""
import math
import struct

from autodiff import differentiate
from batches import session_parallel, windows_of
from network import BLOCKS, columns_of, sampling_rate, window_loss

UPDATES = 10


def update(config, value, gradient, elements, memory, count):
    """One update, the count-th, of the given elements; memory holds two arrays beside the weights."""
    first, second = memory
    rate, mu = config["learningRate"], config["momentum"]
    for i in elements:
        g = gradient[i]
        if config["optimizer"] in ("adam", "adam-w"):
            value[i] -= rate * config["weightDecay"] * value[i]
            first[i] = 0.9 * first[i] + 0.1 * g
            second[i] = 0.999 * second[i] + 0.001 * g * g
            corrected = second[i] / (1 - 0.999 ** count)
            value[i] -= rate * (first[i] / (1 - 0.9 ** count)) / (math.sqrt(corrected) + 1e-8)
        else:
            change = rate * g
            if config["optimizer"] == "adagrad":
                second[i] += g * g
                change = rate * g / math.sqrt(second[i] + 1e-6)
            first[i] = mu * first[i] - change
            value[i] += first[i]


def touched_elements(case, name, length, window, draws):
    if name.startswith("gru"):
        return range(length)
    config, width = case["config"], length // case["items"]
    rows = set()
    if name == "embedding":
        rows.update(row.input for step_rows in window for row in step_rows)
    if name != "embedding" or config["embedding"] == "tied":
        rows.update(columns_of(case, window, draws))
    return [row * width + d for row in sorted(rows) for d in range(width)]


def tensor_shapes(case):
    config, items = case["config"], case["items"]
    H = config["hiddenSize"]
    G = BLOCKS[config["cell"]] * H
    shapes = {"embedding": (items, H)}
    for layer in range(1, config["layers"] + 1):
        shapes[f"gru{layer}.inputWeights"] = (H, G)
        shapes[f"gru{layer}.hiddenWeights"] = (H, G)
        if config["gateBias"]:
            shapes[f"gru{layer}.bias"] = (1, G)
    if config["embedding"] != "tied":
        shapes["output.weights"] = (items, H)
    shapes["output.bias"] = (1, items)
    return shapes


def float32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def initial(shapes):
    return {
        name: [float32(0.8 * math.sin(phase + 1.7 * i + 0.13 * i * i)) for i in range(rows * columns)]
        for phase, (name, (rows, columns)) in enumerate(shapes.items(), start=1)
    }


def train(case, check=lambda *arguments: None):
    """Ten updates of a case: its losses, the gradients of the first and fifth window, the weights after all."""
    config, shapes = case["config"], tensor_shapes(case)
    values = initial(shapes)
    tensors = {
        name: {"rows": rows, "columns": columns, "phase": phase, "initial": list(values[name])}
        for phase, (name, (rows, columns)) in enumerate(shapes.items(), start=1)
    }
    memory = {name: ([0.0] * len(v), [0.0] * len(v)) for name, v in values.items()}
    ordered = [s["items"] for s in sorted(case["sequences"], key=lambda s: s["firstEventMillis"])]
    windows = windows_of(session_parallel(ordered, config["batchSize"]), config["bptt"])
    assert len(windows) == UPDATES, f"{case['name']} has {len(windows)} windows"
    losses, carried = [], []
    for number, (window, draws) in enumerate(zip(windows, case["draws"]), start=1):
        loss, weights, after = window_loss(case, values, window, carried, draws)
        differentiate(loss)
        gradients = {name: [w.gradient for w in tensor] for name, tensor in weights.items()}
        losses.append(loss.value)
        if number in (1, 5):
            check(case, values, window, carried, draws, gradients)
            for name, tensor in tensors.items():
                tensor["firstGradient" if number == 1 else "fifthGradient"] = gradients[name]
        for name, value in values.items():
            elements = touched_elements(case, name, len(value), window, draws)
            update(config, value, gradients[name], elements, memory[name], number)
        carried = after
    for name, tensor in tensors.items():
        tensor["final"] = values[name]
    return {**case, "samplingRate": sampling_rate(case), "windows": windows, "losses": losses, "tensors": tensors}
