"""PPO in eager PyTorch as CleanRL writes it: vector environments one after the other, one-hot inputs into two networks 1617-64-64, Adam.

There is no MiniGrid here: a stand-in returns views and spends the processor time that Python's MiniGrid was recorded to spend on a step
(tests/golden/minigrid/perf.json), no more.
"""
import json
import pathlib
import time
import numpy as np
import torch
from torch import nn
from torch.distributions import Categorical
from bench import report

SYMBOLS, CLASSES, ACTIONS, STEPS, UPDATES, WARM_UP = 147, 11, 7, 128, 3, 1
GAMMA, LAMBDA, CLIP, EPOCHS, MINIBATCHES = 0.99, 0.95, 0.2, 4, 4

perf = json.loads((pathlib.Path(__file__).parents[2] / "tests/golden/minigrid/perf.json").read_text())
RATE = max(case["per_cpu_second"]["median"] for one in perf["sets"] for case in one["cases"]
           if case["id"] == "MiniGrid-DoorKey-8x8-v0" and case["wrapper"] is None)


class StandIn:
    """Views of a room with a wall, a door and a key; costs what the original costs."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.views = self.random.integers(0, 3, (64, SYMBOLS), dtype=np.uint8)
        self.t = 0

    def step(self, action):
        end = time.thread_time() + 1 / RATE
        self.t = (self.t + 1 + int(action)) % 64
        view = self.views[self.t]
        while time.thread_time() < end:
            pass
        return view, 0.0, self.t == 0


def layer(inputs, outputs, gain=2 ** 0.5):
    linear = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(linear.weight, gain)
    nn.init.zeros_(linear.bias)
    return linear


def network(outputs, gain):
    return nn.Sequential(layer(SYMBOLS * CLASSES, 64), nn.Tanh(), layer(64, 64), nn.Tanh(), layer(64, outputs, gain))


def one_hot(views):
    return nn.functional.one_hot(views.long(), CLASSES).flatten(-2).float()


def train(count):
    torch.manual_seed(0)
    actor, critic = network(ACTIONS, 0.01), network(1, 1.0)
    optimizer = torch.optim.Adam([*actor.parameters(), *critic.parameters()], lr=1e-3, eps=1e-5)
    worlds = [StandIn(i) for i in range(count)]
    seen, done = torch.zeros(count, SYMBOLS, dtype=torch.uint8), torch.zeros(count)
    views = torch.zeros(STEPS, count, SYMBOLS, dtype=torch.uint8)
    actions, logs, rewards, dones, values = (torch.zeros(STEPS, count) for _ in range(5))

    def update():
        nonlocal seen, done
        for t in range(STEPS):
            views[t], dones[t] = seen, done
            with torch.no_grad():
                x = one_hot(seen)
                law = Categorical(logits=actor(x))
                action = law.sample()
                actions[t], logs[t], values[t] = action, law.log_prob(action), critic(x).flatten()
            results = [world.step(a) for world, a in zip(worlds, action.numpy())]
            seen = torch.from_numpy(np.stack([r[0] for r in results]))
            rewards[t] = torch.tensor([r[1] for r in results])
            done = torch.tensor([float(r[2]) for r in results])
        with torch.no_grad():
            last = critic(one_hot(seen)).flatten()
            advantages, running = torch.zeros_like(rewards), 0
            for t in reversed(range(STEPS)):
                alive = 1 - (done if t == STEPS - 1 else dones[t + 1])
                after = last if t == STEPS - 1 else values[t + 1]
                running = rewards[t] + GAMMA * after * alive - values[t] + GAMMA * LAMBDA * alive * running
                advantages[t] = running
            returns = advantages + values
        flat = [x.reshape(STEPS * count, *x.shape[2:]) for x in (views, actions, logs, advantages, returns, values)]
        for _ in range(EPOCHS):
            for rows in torch.randperm(STEPS * count).chunk(MINIBATCHES):
                v, a, old, advantage, target, before = (x[rows] for x in flat)
                x = one_hot(v)
                law = Categorical(logits=actor(x))
                value = critic(x).flatten()
                ratio = (law.log_prob(a) - old).exp()
                advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
                policy = -torch.min(ratio * advantage, ratio.clamp(1 - CLIP, 1 + CLIP) * advantage).mean()
                clipped = before + (value - before).clamp(-CLIP, CLIP)
                worth = 0.5 * torch.max((value - target) ** 2, (clipped - target) ** 2).mean()
                optimizer.zero_grad()
                (policy + 0.5 * worth - 0.01 * law.entropy().mean()).backward()
                nn.utils.clip_grad_norm_([*actor.parameters(), *critic.parameters()], 0.5)
                optimizer.step()

    seconds = []
    for _ in range(WARM_UP + UPDATES):
        start = time.perf_counter()
        update()
        seconds.append(time.perf_counter() - start)
    return STEPS * count / sorted(seconds[WARM_UP:])[UPDATES // 2]


for environments in (64, 8):
    report(f"ppo, DoorKey-8x8 symbolic, {environments} environments", train(environments), "steps/s")
