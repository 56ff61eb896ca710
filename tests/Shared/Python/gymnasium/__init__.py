"""A stand-in for Gymnasium, of the few things that Reverie's worker asks of it, with environments that behave and that do not."""
import os
import random
import signal
import subprocess
import sys
import time

from . import spaces

__version__ = "0.0 (stand-in)"


class Picture(bytes):
    """Pixels of one row after the other."""
    shape = None

    @classmethod
    def of(cls, data, shape):
        picture = cls(data)
        picture.shape = shape
        return picture


class Env:
    def __init__(self, render_mode=None):
        self.random, self.steps = random.Random(), 0

    @property
    def unwrapped(self):
        return self

    def reset(self, *, seed=None, options=None):
        if seed is not None:
            self.random.seed(seed)
        self.steps, self.options = 0, options
        return self.observe(), {}

    def step(self, action):
        self.steps += 1
        self.act(action)
        return self.observe(), self.reward(action), self.steps == 30, False, {}

    def act(self, action):
        pass

    def reward(self, action):
        return float(self.steps)

    def render(self):
        return Picture.of(bytes([self.steps % 256]) * (4 * 6 * 3), (4, 6, 3))

    def close(self):
        pass


class Number(Env):
    """Shows one of a few numbers, drawn at random; pays a share of the action, from `least` on."""
    def __init__(self, count=10, least=3, **more):
        super().__init__(**more)
        self.observation_space, self.action_space = spaces.Discrete(count, start=5), spaces.Discrete(4, start=least)
        self.count = count

    def observe(self):
        return 5 + self.random.randrange(self.count)

    def reward(self, action):
        return action / 4


class Parts(Env):
    """Shows a bit of everything."""
    def __init__(self, **more):
        super().__init__(**more)
        self.observation_space = spaces.Dict({
            "words": spaces.Text(40, characters="straße "),
            "position": spaces.Box([-1.0, -float("inf")], [1.0, float("inf")], (2,), "float64"),
            "inner": spaces.Dict({"switches": spaces.MultiBinary(3), "wheels": spaces.MultiDiscrete([2, 5])}),
            "pair": spaces.Tuple([spaces.Discrete(3), spaces.Box(-9, 9, (2,), "int16")]),
            "flags": spaces.Box(0, 1, (2,), "bool"),
        })
        self.action_space = spaces.MultiDiscrete([3, 2])

    def observe(self):
        draw = self.random.randrange
        return {
            "words": "straße " * draw(1, 5), "position": [self.random.uniform(-1, 1), self.random.gauss(0, 1e6)],
            "inner": {"switches": [draw(2), draw(2), draw(2)], "wheels": [draw(2), draw(5)]},
            "pair": (draw(3), [draw(-9, 10), draw(-9, 10)]), "flags": [True, draw(2) == 1],
        }

    def reward(self, action):
        return 10 * action[0] + action[1]


class Echo(Env):
    """Shows the action it was given; takes no render mode and draws nothing."""
    def __init__(self):
        super().__init__()
        self.observation_space, self.action_space = spaces.Box(-2.0, 2.0, (3,)), spaces.Box([-1.0, -2.0, 0.0], [1.0, 2.0, 0.5], (3,))
        self.seen = [0.0, 0.0, 0.0]

    def act(self, action):
        self.seen = action

    def observe(self):
        return self.seen

    def render(self):
        return None


class Trouble(Number):
    """Does something bad in its step `at`, or when it is reset, made or closed."""
    def __init__(self, what, at=3, **more):
        super().__init__(**more)
        self.what, self.at = what, at
        if at == "make":
            self.misbehave()

    def reset(self, **more):
        if self.at == "reset":
            self.misbehave()
        return super().reset(**more)

    def act(self, action):
        if self.steps == self.at:
            self.misbehave()

    def close(self):
        if self.at == "close":
            self.misbehave()

    def misbehave(self):
        if self.what == "raise":
            raise ValueError("the gears\nare stuck.")
        if self.what == "hang":
            time.sleep(600)
        if self.what == "exit":
            sys.stderr.write("good night\n")
            sys.stderr.flush()
            os._exit(3)
        if self.what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.what == "fork":
            print("child", subprocess.Popen(["sleep", "600"]).pid)
        if self.what == "branch":
            # Unlike another program, a branch of this one holds its pipes open.
            child = os.fork()
            if child == 0:
                time.sleep(600)
                os._exit(0)
            print("child", child)
        if self.what == "print":
            print("said by print")
            os.write(1, b"said by the C library\n")
            sys.stderr.write("said on stderr\n")


class Options(Number):
    """Shows what its reset was told; it can be drawn for people only."""
    def __init__(self, render_mode=None):
        assert render_mode in (None, "human")
        super().__init__()

    def observe(self):
        return 5 + (self.options or {}).get("level", 0)


class Strange(Number):
    def __init__(self, space, **more):
        super().__init__(**more)
        self.observation_space = {
            "graph": spaces.Graph(), "nested": spaces.Dict({"inside": spaces.Graph()}), "uint64": spaces.Box(0, 9, (2,), "uint64")}.get(space, spaces.Discrete(2))
        self.action_space = {"dict": spaces.Dict({"a": spaces.Discrete(2)}), "integers": spaces.Box(0, 9, (2,), "int32")}.get(space, spaces.Discrete(2))


class Screen(Number):
    """Shows a picture; no lives, no names."""
    def __init__(self, **more):
        super().__init__(**more)
        self.observation_space = spaces.Box(0, 255, (8, 10, 3), "uint8")

    def observe(self):
        return Picture.of(bytes(self.random.randrange(256) for _ in range(240)), (8, 10, 3))


registry = {
    "Number-v0": Number, "Parts-v0": Parts, "Echo-v0": Echo, "Trouble-v0": Trouble, "Options-v0": Options, "Strange-v0": Strange, "Screen-v0": Screen,
}


def register_envs(module):
    registry.update(module.REGISTRY)


def make(name, **kwargs):
    name = name.rpartition(":")[2]
    if name not in registry:
        raise LookupError(f"Environment `{name}` doesn't exist.")
    return registry[name](**kwargs)
