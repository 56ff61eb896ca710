"""As much of Gymnasium's spaces as Reverie's worker looks at, without NumPy."""


class Space:
    pass


class Box(Space):
    def __init__(self, low, high, shape, dtype="float32"):
        self.low, self.high, self.shape, self.dtype = low, high, shape, dtype


class Discrete(Space):
    def __init__(self, n, start=0):
        self.n, self.start = n, start


class MultiDiscrete(Space):
    def __init__(self, nvec):
        self.nvec = nvec


class MultiBinary(Space):
    def __init__(self, n):
        self.n = n


class Text(Space):
    def __init__(self, max_length, min_length=1, characters="abcdefgh "):
        self.max_length, self.min_length, self.characters = max_length, min_length, characters


class Dict(Space):
    def __init__(self, spaces):
        self.spaces = spaces


class Tuple(Space):
    def __init__(self, spaces):
        self.spaces = spaces


class Graph(Space):
    pass
