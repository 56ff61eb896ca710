"""GPT-2 124M and Mamba 130M in plain eager PyTorch, from the papers, at random weights: what `reverie bench` measures of its side."""
import math

import torch
import torch.nn.functional as F
from bench import median_seconds, report
from torch import nn

STEPS, PREFILL, DECODED = 256, 64, 16


class Gpt2Block(nn.Module):
    def __init__(self, hidden, heads):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(hidden), nn.LayerNorm(hidden)
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.fc, self.proj = nn.Linear(hidden, 4 * hidden), nn.Linear(4 * hidden, hidden)

    def forward(self, x, cache):
        batch, steps, hidden = x.shape
        q, k, v = (t.view(batch, steps, self.heads, -1).transpose(1, 2) for t in self.qkv(self.ln_1(x)).split(hidden, dim=-1))
        if cache is not None:
            if cache:
                k, v = torch.cat((cache[0], k), 2), torch.cat((cache[1], v), 2)
            cache[:] = [k, v]
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if steps > 1:
            future = torch.ones(steps, k.shape[2], dtype=torch.bool).triu(k.shape[2] - steps + 1)
            scores = scores.masked_fill(future, float("-inf"))
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, steps, hidden)
        x = x + self.out(mixed)
        return x + self.proj(F.gelu(self.fc(self.ln_2(x)), approximate="tanh"))


class Gpt2(nn.Module):
    vocabulary = 50257

    def __init__(self, hidden=768, layers=12, heads=12, positions=1024):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(self.vocabulary, hidden), nn.Embedding(positions, hidden)
        self.blocks = nn.ModuleList(Gpt2Block(hidden, heads) for _ in range(layers))
        self.ln_f = nn.LayerNorm(hidden)

    def state(self):
        return [[] for _ in self.blocks]

    def forward(self, tokens, state=None):
        past = state[0][0].shape[2] if state and state[0] else 0
        x = self.wte(tokens) + self.wpe(torch.arange(past, past + tokens.shape[1]))
        for i, block in enumerate(self.blocks):
            x = block(x, None if state is None else state[i])
        return F.linear(self.ln_f(x), self.wte.weight)


def rms_norm(x, weight, eps=1e-5):
    return weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps))


def selective_scan(u, step, a, b, c, d, h):
    """The recurrence as written in the paper, one step after another."""
    delta = F.softplus(step)
    outputs = []
    for t in range(u.shape[1]):
        now = delta[:, t].unsqueeze(-1)
        h = torch.exp(now * a) * h + now * b[:, t].unsqueeze(1) * u[:, t].unsqueeze(-1)
        outputs.append((h * c[:, t].unsqueeze(1)).sum(-1))
    return torch.stack(outputs, 1) + d * u, h


class MambaBlock(nn.Module):
    def __init__(self, hidden, inner, states, rank, kernel=4):
        super().__init__()
        self.inner, self.states, self.rank, self.kernel = inner, states, rank, kernel
        self.norm = nn.Parameter(torch.ones(hidden))
        self.in_proj, self.out_proj = nn.Linear(hidden, 2 * inner, bias=False), nn.Linear(inner, hidden, bias=False)
        self.conv = nn.Conv1d(inner, inner, kernel, groups=inner)
        self.x_proj, self.dt_proj = nn.Linear(inner, rank + 2 * states, bias=False), nn.Linear(rank, inner)
        self.a_log = nn.Parameter(torch.log(torch.arange(1, states + 1).float()).repeat(inner, 1))
        self.d = nn.Parameter(torch.ones(inner))

    def forward(self, x, cache):
        batch = x.shape[0]
        u, z = self.in_proj(rms_norm(x, self.norm)).chunk(2, -1)
        past, h = cache or (u.new_zeros(batch, self.inner, self.kernel - 1), u.new_zeros(batch, self.inner, self.states))
        padded = torch.cat((past, u.transpose(1, 2)), 2)
        u = F.silu(self.conv(padded).transpose(1, 2))
        step, b, c = self.x_proj(u).split((self.rank, self.states, self.states), -1)
        y, h = selective_scan(u, self.dt_proj(step), -torch.exp(self.a_log), b, c, self.d, h)
        if cache is not None:
            cache[:] = [padded[..., -(self.kernel - 1):], h]
        return x + self.out_proj(y * F.silu(z))


class Mamba(nn.Module):
    vocabulary = 50280

    def __init__(self, hidden=768, layers=24, inner=1536, states=16, rank=48):
        super().__init__()
        self.embeddings = nn.Embedding(self.vocabulary, hidden)
        self.blocks = nn.ModuleList(MambaBlock(hidden, inner, states, rank) for _ in range(layers))
        self.norm = nn.Parameter(torch.ones(hidden))

    def state(self):
        return [[] for _ in self.blocks]

    def forward(self, tokens, state=None):
        x = self.embeddings(tokens)
        for i, block in enumerate(self.blocks):
            x = block(x, None if state is None else state[i])
        return F.linear(rms_norm(x, self.norm), self.embeddings.weight)


def training(name, model, bf16):
    tokens = torch.randint(0, model.vocabulary, (1, STEPS))

    def step():
        model.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits = model(tokens)
            loss = F.cross_entropy(logits[:, :-1].float().reshape(-1, model.vocabulary), tokens[:, 1:].reshape(-1))
        loss.backward()

    report(name, STEPS / median_seconds(step, rounds=9), "tokens/s")


@torch.no_grad()
def decoding(name, model):
    state = model.state()
    model(torch.randint(0, model.vocabulary, (1, PREFILL)), state)
    token = torch.tensor([[17]])
    report(name, 1 / median_seconds(lambda: model(token, state), rounds=5, calls=DECODED), "tokens/s")


def scan():
    def trained(*shape):
        return torch.randn(*shape, requires_grad=True)

    u, step, b, c, d = trained(1, STEPS, 1536), trained(1, STEPS, 1536), trained(1, STEPS, 16), trained(1, STEPS, 16), trained(1536)
    a, h = -torch.rand(1536, 16), torch.zeros(1, 1536, 16)
    seconds = median_seconds(lambda: selective_scan(u, step, a, b, c, d, h)[0].sum().backward(), rounds=5)
    report(f"selective scan forward+backward, 1 x {STEPS} x 1536 x 16", seconds, "s")


torch.manual_seed(1)
for label, kind in (("GPT-2 124M", Gpt2), ("Mamba 130M", Mamba)):
    net = kind()
    training(f"{label} forward+backward, 1 x {STEPS}", net, bf16=False)
    training(f"{label} forward+backward, 1 x {STEPS}, bf16", net, bf16=True)
    decoding(f"{label} decode, 1 row", net)
scan()
