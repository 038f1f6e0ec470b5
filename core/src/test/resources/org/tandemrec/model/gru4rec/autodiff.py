"""Automatic differentiation, reverse mode, of single numbers."""
import math


class Num:
    """A number that remembers what it was computed from: (operand, partial derivative) pairs."""

    tape = []

    def __init__(self, value, operands=()):
        self.value, self.operands, self.gradient = value, operands, 0.0
        if operands:
            Num.tape.append(self)

    def __add__(self, other):
        other = num(other)
        return Num(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = num(other)
        return Num(self.value * other.value, ((self, other.value), (other, self.value)))

    def __truediv__(self, other):
        other = num(other)
        quotient = self.value / other.value
        return Num(quotient, ((self, 1 / other.value), (other, -quotient / other.value)))

    def __neg__(self):
        return Num(-self.value, ((self, -1.0),))

    def __sub__(self, other):
        return self + -num(other)

    def __rsub__(self, other):
        return num(other) - self

    def __rtruediv__(self, other):
        return num(other) / self

    __radd__, __rmul__ = __add__, __mul__


def num(x):
    return x if isinstance(x, Num) else Num(float(x))


def exp(x):
    e = math.exp(x.value)
    return Num(e, ((x, e),))


def log(x):
    return Num(math.log(x.value), ((x, 1 / x.value),))


def tanh(x):
    t = math.tanh(x.value)
    return Num(t, ((x, 1 - t * t),))


def sigmoid(x):
    return 1 / (1 + exp(-x))


def differentiate(result):
    """Fills the gradient of everything that the result was computed from."""
    result.gradient = 1.0
    for node in reversed(Num.tape):
        for operand, partial in node.operands:
            operand.gradient += partial * node.gradient
