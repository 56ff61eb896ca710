"""A stand-in for ale_py: a console on which a recorded game is played back."""
import gzip
import json
import os

import gymnasium
from gymnasium import spaces

__version__ = "0.0 (tape)"

RECORDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "golden", "ale")
ROWS, COLUMNS = 210, 160


class Game:
    def __init__(self):
        self.left = 0

    def lives(self):
        return self.left


class TapeConsole(gymnasium.Env):
    """Plays a tape frame by frame: with `strict` only as it was recorded, else whatever is done, from its start at each reset."""

    def __init__(self, tape="catch_iris_0", strict=False, **more):
        super().__init__(**more)
        with open(os.path.join(RECORDS, tape + "_tape.json")) as file:
            self.tape = json.load(file)
        with gzip.open(os.path.join(RECORDS, tape + "_tape.bin.gz")) as file:
            self.frames = file.read()
        colors = {int(index): color for index, color in self.tape["palette"].items()}
        self.planes = [bytes(colors.get(index, (0, 0, 0))[channel] for index in range(256)) for channel in range(3)]
        self.strict, self.position, self.screen, self.ale = strict, 0, 0, Game()
        self.observation_space, self.action_space = spaces.Box(0, 255, (ROWS, COLUMNS, 3), "uint8"), spaces.Discrete(4)

    def get_action_meanings(self):
        return ["NOOP", "FIRE", "RIGHT", "LEFT"]

    def reset(self, *, seed=None, options=None):
        if not self.strict:
            self.position = 0
        return self.play(-1)[0], {"lives": self.ale.left}

    def step(self, action):
        observation, at = self.play(action)
        over = self.tape["terminated"][at] or (not self.strict and self.position == self.tape["frames"])
        return observation, self.tape["reward"][at], over, self.tape["truncated"][at], {"lives": self.ale.left}

    def play(self, action):
        at, size = self.position, ROWS * COLUMNS
        if self.strict and self.tape["action"][at] != action:
            raise AssertionError(f"the tape has action {self.tape['action'][at]} at {at}, not {action}")
        self.position += 1
        change = int.from_bytes(self.frames[at * size:(at + 1) * size], "little")
        self.screen = change if at == 0 else self.screen ^ change
        self.ale.left = self.tape["lives"][at]
        return self.render(), at

    def render(self):
        indices = self.screen.to_bytes(ROWS * COLUMNS, "little")
        pixels = bytearray(3 * len(indices))
        for channel, plane in enumerate(self.planes):
            pixels[channel::3] = indices.translate(plane)
        return gymnasium.Picture.of(pixels, (ROWS, COLUMNS, 3))


REGISTRY = {"BreakoutNoFrameskip-v4": TapeConsole, "ALE/Breakout-v5": TapeConsole}
