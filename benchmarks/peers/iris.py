"""IRIS's world model, actor-critic and imagination in plain eager PyTorch, written from the maths, in the original's design:
separate query, key and value maps, every frame encoded where it is needed, all heads called on every pass, one token a pass."""
import math
import torch
from torch import nn
from torch.distributions import Categorical
from torch.nn import functional as F

ACTIONS, TOKENS = 6, 16  # of an environment step: 16 tokens of the frame, then the action
BLOCK = TOKENS + 1

SIZES = {  # tokenizer: channels, latents, codes; world model: layers, width, heads, blocks
    "default": dict(tokenizer=(64, 512, 512), layers=10, width=256, heads=4, blocks=20, batch=2, burn_in=20, horizon=20),
    "small": dict(tokenizer=(32, 128, 128), layers=3, width=128, heads=4, blocks=10, batch=8, burn_in=5, horizon=10),
}


class Attention(nn.Module):
    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.key, self.query, self.value, self.proj = (nn.Linear(width, width) for _ in range(4))
        self.dropout = nn.Dropout(0.1)
        self.register_buffer("mask", torch.tril(torch.ones(length, length)))

    def forward(self, x, cache, past):
        b, t, width = x.shape
        q, k, v = (layer(x).view(b, t, self.heads, -1).transpose(1, 2) for layer in (self.query, self.key, self.value))
        if cache is not None:
            cache[0][:, :, past:past + t], cache[1][:, :, past:past + t] = k, v
            k, v = cache[0][:, :, :past + t], cache[1][:, :, :past + t]
        scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-1])
        scores = scores.masked_fill(self.mask[past:past + t, :past + t] == 0, float("-inf"))
        y = self.dropout(torch.softmax(scores, dim=-1)) @ v
        return self.dropout(self.proj(y.transpose(1, 2).reshape(b, t, width)))


class Layer(nn.Module):
    def __init__(self, width, heads, length):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads, length)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width), nn.Dropout(0.1))

    def forward(self, x, cache, past):
        x = x + self.attention(self.norm1(x), cache, past)
        return x + self.mlp(self.norm2(x))


class WorldModel(nn.Module):
    def __init__(self, vocabulary, layers, width, heads, blocks):
        super().__init__()
        self.length = blocks * BLOCK
        self.action_table, self.token_table = nn.Embedding(ACTIONS, width), nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(self.length, width)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(width, heads, self.length) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.observation, self.reward, self.end = (
            nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, classes)) for classes in (vocabulary, 3, 2))

    def new_cache(self, batch):
        attention = self.layers[0].attention
        size = attention.key.in_features // attention.heads
        return [torch.zeros(2, batch, attention.heads, self.length, size) for _ in self.layers]

    def forward(self, tokens, cache=None, past=0):
        t = tokens.shape[1]
        place = torch.arange(past, past + t)
        is_action = place % BLOCK == BLOCK - 1
        x = torch.empty(*tokens.shape, self.positions.embedding_dim)
        x[:, is_action] = self.action_table(tokens[:, is_action])
        x[:, ~is_action] = self.token_table(tokens[:, ~is_action])
        x = self.dropout(x + self.positions(place))
        for i, layer in enumerate(self.layers):
            x = layer(x, None if cache is None else cache[i], past)
        x = self.norm(x)
        return self.observation(x[:, place % BLOCK != BLOCK - 2]), self.reward(x[:, is_action]), self.end(x[:, is_action])

    def loss(self, frame_tokens, actions, rewards, ends):
        observation, reward, end = self(torch.cat([frame_tokens, actions[..., None]], dim=2).flatten(1))
        labels = frame_tokens.flatten(1)[:, 1:]
        return (F.cross_entropy(observation[:, :-1].flatten(0, 1), labels.flatten())
                + F.cross_entropy(reward.flatten(0, 1), rewards.flatten()) + F.cross_entropy(end.flatten(0, 1), ends.flatten()))


class ActorCritic(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = (3, 32, 32, 64, 64)
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in zip(sizes, sizes[1:]))
        self.lstm = nn.LSTMCell(1024, 512)
        self.value, self.action = nn.Linear(512, 1), nn.Linear(512, ACTIONS)

    def remember(self, frames, state):
        x = frames * 2 - 1
        for convolution in self.convolutions:
            x = F.relu(F.max_pool2d(convolution(x), 2))
        return self.lstm(x.flatten(1), state)

    def forward(self, frames, state):
        state = self.remember(frames, state)
        return self.action(state[0]), self.value(state[0]), state


class Environment:
    """The world model as an environment, one token a pass."""

    def __init__(self, tokenizer, model, frames):
        self.tokenizer, self.model = tokenizer, model
        self.tokens = tokenizer.encode(frames)
        self.refresh()

    @torch.no_grad()
    def refresh(self):
        self.cache, self.past = self.model.new_cache(self.tokens.shape[0]), 0
        self.feed(self.tokens)

    def feed(self, tokens):
        out = self.model(tokens, self.cache, self.past)
        self.past += tokens.shape[1]
        return out

    def frame(self):
        return self.tokenizer.decode(self.tokens)

    @torch.no_grad()
    def step(self, action, predict_next):
        passes = BLOCK if predict_next else 1
        if self.past + passes > self.model.length:
            self.refresh()
        token, drawn = action[:, None], []
        for k in range(passes):
            observation, reward, end = self.feed(token)
            if k == 0:
                rewards, ends = Categorical(logits=reward).sample().float().flatten() - 1, Categorical(logits=end).sample().bool().flatten()
            if k < TOKENS:
                token = Categorical(logits=observation).sample()
                drawn.append(token)
        self.tokens = torch.cat(drawn, dim=1)
        return rewards, ends


def imagine(actor, tokenizer, model, frames, horizon):
    """frames [B, burn-in + 1, 3, R, R]: the actor looks at reconstructions of all but the last, and acts from that on."""
    b, burn_in = frames.shape[0], frames.shape[1] - 1
    state = (torch.zeros(b, 512), torch.zeros(b, 512))
    if burn_in:
        with torch.no_grad():
            seen = tokenizer.there_and_back(frames[:, :-1].flatten(0, 1)).clamp(0, 1).unflatten(0, (b, burn_in))
            for t in range(burn_in):
                state = actor.remember(seen[:, t], state)
    environment = Environment(tokenizer, model, frames[:, -1])
    steps = []
    for t in range(horizon):
        logits, value, state = actor(environment.frame(), state)
        action = Categorical(logits=logits).sample()
        steps.append((logits, value, action, *environment.step(action, t < horizon - 1)))
    return [torch.stack(parts, dim=1) for parts in zip(*steps)]
