"""Serves one Gymnasium environment to Reverie over the two pipes that it was started with.

A message is its length (uint32), its kind (one byte) and so many bytes; numbers are little-endian. Reverie asks, the worker answers:

    h  {"protocol", "id", "kwargs"}                  ->  h  {"protocol", "pid", "versions", "observation", "action", ...}
    r  seeded (u8), seed (u64), options (JSON)       ->  o  lives (i32), observation
    s  times (u16), action                           ->  s  times (u16), a reward each (f64), flags (u8), lives (i32), observations
    v                                                ->  v  rows (u32), columns (u32), pixels
    c                                                ->  c

or, whatever was asked, e  {"kind", "error", "message", "traceback"}. Flags: 1 terminated, 2 truncated, 4 the last but one observation
comes before the last one. Only the Python standard library is needed here; what else there is, the environment brings.
"""
import array
import json
import math
import os
import re
import signal
import struct
import sys
import threading
import time
import traceback

PROTOCOL = 1
TERMINATED, TRUNCATED, PREVIOUS = 1, 2, 4
KINDS = ("Box", "Discrete", "MultiDiscrete", "MultiBinary", "Text", "Dict", "Tuple")
ATARI = re.compile(r"^ALE/|NoFrameskip-v\d|Deterministic-v\d|-ram(NoFrameskip|Deterministic)?-v\d")

# What elements travel as, by what they are.
WIRE = {
    "bool": "uint8", "uint8": "uint8", "int8": "int32", "int16": "int32", "uint16": "int32", "int32": "int32",
    "uint32": "int64", "int64": "int64", "float16": "float32", "float32": "float32", "float64": "float64",
}
CODES = {"uint8": "B", "int32": "i", "int64": "q", "float32": "f", "float64": "d"}

numpy = None


class Refusal(Exception):
    """Something that the one who chose the environment can change."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def kind_of(space):
    names = [cls.__name__ for cls in type(space).__mro__]
    return next((kind for kind in KINDS if kind in names), None)


def dtype_of(space):
    dtype = space.dtype
    return getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or str(dtype)


def flat(value):
    """All elements of an array, a list of lists or a number."""
    if hasattr(value, "ravel"):
        return value.ravel().tolist()
    if isinstance(value, (list, tuple, bytes)):
        return [element for part in value for element in flat(part)]
    return [value]


def bounds(value):
    """One number where all are alike, as JSON can say it."""
    if getattr(value, "size", 0) and hasattr(value, "min") and value.min() == value.max():
        value = value.min()
    numbers = [number.item() if hasattr(number, "item") else number for number in flat(value)]
    if len(set(numbers)) == 1:
        numbers = numbers[:1]
    return [number if math.isfinite(number) else str(float(number)) for number in map(plain, numbers)]


def plain(number):
    return int(number) if isinstance(number, bool) else number


def pack(values, wire):
    if isinstance(values, (bytes, bytearray, memoryview)):
        return bytes(values)
    if numpy is not None:
        return numpy.ascontiguousarray(values, dtype=wire).tobytes()
    return array.array(CODES[wire], flat(values)).tobytes()


class Codec:
    """How the values of a space travel."""

    def __init__(self, space, where, action=False):
        self.space, self.kind, self.where = space, kind_of(space), where
        if self.kind is None or (action and self.kind in ("Text", "Dict", "Tuple")):
            raise Refusal("space", f"{where} is {type(space).__name__}, which Reverie cannot hold")
        self.json = {"kind": self.kind}
        getattr(self, "describe_" + self.kind.lower())(space, action)

    def describe_box(self, space, action):
        dtype = dtype_of(space)
        if dtype not in WIRE or (action and not dtype.startswith("float")):
            raise Refusal("space", f"{self.where} is a Box of {dtype}, which Reverie cannot hold")
        self.wire, self.dtype, self.shape = WIRE[dtype], dtype, [int(size) for size in space.shape]
        low, high = bounds(space.low), bounds(space.high)
        count = max(len(low), len(high))
        low, high = (side * count if len(side) == 1 else side for side in (low, high))
        self.json.update(shape=self.shape, type=self.wire, low=low, high=high)

    def describe_discrete(self, space, action):
        self.start = int(getattr(space, "start", 0))
        self.json.update(n=int(space.n))

    def describe_multidiscrete(self, space, action):
        self.counts, starts = [int(n) for n in flat(space.nvec)], getattr(space, "start", None)
        self.starts = [0] * len(self.counts) if starts is None else [int(start) for start in flat(starts)]
        self.shape, self.dtype = list(getattr(space, "shape", None) or [len(self.counts)]), "int64"
        self.json.update(kind="MultiDiscrete", n=self.counts)

    def describe_multibinary(self, space, action):
        shape = list(getattr(space, "shape", None) or flat(space.n))
        self.counts = [2] * math.prod(int(size) for size in shape)
        self.starts, self.shape, self.dtype = [0] * len(self.counts), shape, "int8"
        self.json.update(kind="MultiDiscrete", n=self.counts)

    def describe_text(self, space, action):
        characters = getattr(space, "characters", None) or "".join(sorted(getattr(space, "character_set", "") or ""))
        self.json.update(min=int(getattr(space, "min_length", 0)), max=int(space.max_length), characters=characters)

    def describe_dict(self, space, action):
        self.describe_parts(space.spaces.items())

    def describe_tuple(self, space, action):
        self.describe_parts(enumerate(space.spaces))

    def describe_parts(self, parts):
        self.parts = [(key, Codec(space, f"{self.where}[{key!r}]")) for key, space in parts]
        self.json.update(kind="Dict", parts=[{"key": str(key), "space": codec.json} for key, codec in self.parts])

    def encode(self, value):
        kind = self.kind
        if kind == "Box":
            return pack(value, self.wire)
        if kind == "Discrete":
            return struct.pack("<q", int(value) - self.start)
        if kind == "Text":
            text = str(value).encode("utf-8", "replace")
            return struct.pack("<I", len(text)) + text
        if kind in ("Dict", "Tuple"):
            return b"".join(codec.encode(value[key]) for key, codec in self.parts)
        return pack([int(number) - start for number, start in zip(flat(value), self.starts)], "int32")

    def decode(self, data):
        if self.kind == "Discrete":
            return struct.unpack("<q", data)[0] + self.start
        if self.kind == "Box":
            numbers = array.array(CODES[self.wire], data)
        else:
            numbers = [number + start for number, start in zip(array.array("i", data), self.starts)]
        return list(numbers) if numpy is None else numpy.array(numbers, dtype=self.dtype).reshape(self.shape)


class Server:
    def __init__(self, requests, replies):
        self.requests, self.replies = requests, replies
        self.environment = None

    def read(self):
        head = self.requests.read(5)
        if len(head) < 5:
            raise EOFError
        length, kind = struct.unpack("<Ic", head)
        body = self.requests.read(length)
        if len(body) < length:
            raise EOFError
        return kind, body

    def reply(self, kind, *parts):
        self.replies.write(struct.pack("<Ic", sum(map(len, parts)), kind))
        for part in parts:
            self.replies.write(part)
        self.replies.flush()

    def serve(self):
        answers = {b"h": self.hello, b"r": self.reset, b"s": self.step, b"v": self.view}
        while True:
            kind, body = self.read()
            if kind == b"c":
                self.close()
                self.reply(b"c")
                return
            try:
                answers[kind](body)
            except Exception as e:
                self.reply(b"e", json.dumps({
                    "kind": getattr(e, "kind", "call"), "error": type(e).__name__, "message": str(e), "traceback": traceback.format_exc(),
                }).encode())

    def close(self):
        try:
            if self.environment is not None:
                self.environment.close()
        except Exception:
            traceback.print_exc()

    def hello(self, body):
        request = json.loads(body)
        if request["protocol"] != PROTOCOL:
            raise Refusal("protocol", f"this worker speaks protocol {PROTOCOL}, not {request['protocol']}")
        self.environment, versions = make(request["id"], request["kwargs"])
        self.observation = Codec(self.environment.observation_space, "its observation")
        self.action = Codec(self.environment.action_space, "its action", action=True)
        core = getattr(self.environment, "unwrapped", self.environment)
        self.game = getattr(core, "ale", None)
        meanings = core.get_action_meanings() if hasattr(core, "get_action_meanings") else []
        self.reply(b"h", json.dumps({
            "protocol": PROTOCOL, "pid": os.getpid(), "versions": versions, "observation": self.observation.json, "action": self.action.json,
            "counts_lives": self.game is not None, "action_names": [str(name) for name in meanings],
        }).encode())

    def lives(self):
        return struct.pack("<i", -1 if self.game is None else self.game.lives())

    def reset(self, body):
        seeded, seed = struct.unpack_from("<BQ", body)
        options = json.loads(body[9:]) if len(body) > 9 else None
        observation, _ = self.environment.reset(seed=seed if seeded else None, options=options)
        self.reply(b"o", self.lives(), self.observation.encode(observation))

    def step(self, body):
        times, action = struct.unpack_from("<H", body)[0], self.action.decode(body[2:])
        rewards, flags, previous = [], 0, b""
        while len(rewards) < times and not flags:
            observation, reward, terminated, truncated, _ = self.environment.step(action)
            rewards.append(float(reward))
            flags = (TERMINATED if terminated else 0) | (TRUNCATED if truncated else 0)
            if len(rewards) == times - 1:
                previous = self.observation.encode(observation)
        if len(rewards) < times or times < 2:
            previous = b""
        self.reply(
            b"s", struct.pack("<H", len(rewards)), struct.pack(f"<{len(rewards)}d", *rewards), bytes([flags | (PREVIOUS if previous else 0)]),
            self.lives(), previous, self.observation.encode(observation))

    def view(self, body):
        image = self.environment.render()
        shape = getattr(image, "shape", None)
        if shape is None or len(shape) != 3 or shape[2] != 3:
            raise Refusal("render", "it renders no picture [rows, columns, 3]")
        self.reply(b"v", struct.pack("<II", shape[0], shape[1]), pack(image, "uint8"))


def make(name, kwargs):
    global numpy
    gymnasium = load("gymnasium", "gymnasium ale-py" if ATARI.search(name) else "gymnasium")
    versions = {"Python": sys.version.split()[0], "gymnasium": version_of(gymnasium)}
    if ":" not in name and name not in getattr(gymnasium, "registry", ()):
        try:
            ale_py = load("ale_py", "gymnasium ale-py")
            versions["ale_py"] = version_of(ale_py)
            if hasattr(gymnasium, "register_envs"):
                gymnasium.register_envs(ale_py)
        except Refusal:
            if ATARI.search(name):
                raise
    try:
        import numpy as module
        numpy = module
    except ImportError:
        pass
    try:
        # Pictures where it can draw some; an environment that cannot may refuse the very word.
        return gymnasium.make(name, **{"render_mode": "rgb_array", **kwargs}), versions
    except Exception:
        pass
    try:
        return gymnasium.make(name, **kwargs), versions
    except Exception as e:
        e.kind = "make"
        raise


def load(module, packages):
    try:
        return __import__(module)
    except ModuleNotFoundError as e:
        if e.name != module:
            raise
        raise Refusal("module", packages) from None


def version_of(module):
    return str(getattr(module, "__version__", "of no version"))


def watch(parent):
    """Ends this process and its children with the one that started it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)


def main():
    # Whatever the environment prints goes to the log; the pipes are ours alone, and children do not inherit them.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    # By lines: what was printed is not lost with a process that must be killed.
    sys.stdout.reconfigure(line_buffering=True)
    # A group of our own: Ctrl-C is for Reverie, and our children can be ended with us.
    os.setpgid(0, 0)
    parent = os.getppid()
    threading.Thread(target=watch, args=(parent,), daemon=True).start()
    server = Server(requests, replies)
    try:
        server.serve()
    except (EOFError, BrokenPipeError):
        server.close()
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
