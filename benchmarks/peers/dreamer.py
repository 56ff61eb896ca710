"""A gradient step of DreamerV3 (January 2023) in eager PyTorch, written from the paper's equations: LayerNorm and SiLU behind every map,
32 variables of 32 classes with 1% of the uniform distribution, two-hot heads of 255 bins, KL balance with free nats, 15 imagined steps from
every state, REINFORCE with returns normalised by percentiles, three Adams. As usual, the world model is unrolled step by step, heads see all
steps at once, and what needs no gradient is computed without.
"""
import torch
from torch import nn
from torch.nn import functional as F
from bench import median_seconds, report

ACTIONS, NUMBERS, SIDE, VARIABLES, CLASSES, BINS, HORIZON = 7, 147, 64, 32, 32, 255, 15
LATENT, UNIMIX, GAMMA, LAMBDA, ENTROPY = VARIABLES * CLASSES, 0.01, 1 - 1 / 333, 0.95, 3e-4
SIZES = [("XS", 256, 1, 24), ("S", 512, 2, 32), ("768", 768, 2, 32)]


def symlog(x):
    return torch.sign(x) * torch.log(1 + x.abs())


def symexp(x):
    return torch.sign(x) * (torch.exp(x.abs()) - 1)


class Bins:
    values = torch.linspace(-20, 20, BINS)

    @classmethod
    def mean(cls, logits):
        return symexp((logits.softmax(-1) * cls.values).sum(-1, keepdim=True))

    @classmethod
    def log_prob(cls, logits, x):
        with torch.no_grad():
            x = symlog(x)
            above = torch.searchsorted(cls.values, x.contiguous(), right=True)
            below = (above - 1).clamp(0, BINS - 1)
            above = above.clamp(0, BINS - 1)
            low, high = (cls.values[below] - x).abs(), (cls.values[above] - x).abs()
            weight = torch.where(below == above, torch.full_like(low, 0.5), low / (low + high).clamp(min=1e-20))
        logs = logits.log_softmax(-1)
        return (logs.gather(-1, below) * (1 - weight) + logs.gather(-1, above) * weight).squeeze(-1)


def mlp(inputs, units, layers, outputs=None):
    parts = []
    for i in range(layers):
        parts += [nn.Linear(inputs if i == 0 else units, units, bias=False), nn.LayerNorm(units, eps=1e-3), nn.SiLU()]
    return nn.Sequential(*parts, *([nn.Linear(units, outputs)] if outputs else []))


class ChannelNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Pictures(nn.Module):
    def __init__(self, width):
        super().__init__()
        parts, channels = [], 3
        for stage in range(4):
            parts += [nn.Conv2d(channels, width << stage, 4, 2, 1, bias=False), ChannelNorm(width << stage, eps=1e-3), nn.SiLU()]
            channels = width << stage
        self.layers, self.size = nn.Sequential(*parts), channels * 16

    def forward(self, x):
        return self.layers(x.flatten(0, 1)).flatten(1).unflatten(0, x.shape[:2])


class PictureDecoder(nn.Module):
    def __init__(self, inputs, width):
        super().__init__()
        self.width, self.start, parts = width, nn.Linear(inputs, width * 8 * 16), []
        for stage in (3, 2, 1):
            parts += [nn.ConvTranspose2d(width << stage, width << (stage - 1), 4, 2, 1, bias=False), ChannelNorm(width << (stage - 1), eps=1e-3), nn.SiLU()]
        self.layers = nn.Sequential(*parts, nn.ConvTranspose2d(width, 3, 4, 2, 1))

    def forward(self, x):
        return self.layers(self.start(x.flatten(0, 1)).view(-1, self.width * 8, 4, 4)).unflatten(0, x.shape[:2])


class Cell(nn.Module):
    def __init__(self, inputs, size):
        super().__init__()
        self.linear, self.norm = nn.Linear(size + inputs, 3 * size, bias=False), nn.LayerNorm(3 * size, eps=1e-3)

    def forward(self, x, h):
        reset, candidate, update = self.norm(self.linear(torch.cat([h, x], -1))).chunk(3, -1)
        update = torch.sigmoid(update - 1)
        return update * torch.tanh(torch.sigmoid(reset) * candidate) + (1 - update) * h


def unimix(logits):
    probabilities = logits.unflatten(-1, (-1, CLASSES)).softmax(-1) if logits.shape[-1] == LATENT else logits.softmax(-1)
    return torch.log((1 - UNIMIX) * probabilities + UNIMIX / probabilities.shape[-1])


def draw(logits):
    """One-hot, with the gradient of the probabilities where one is recorded."""
    with torch.no_grad():
        flat = logits.exp().flatten(0, -2)
        drawn = F.one_hot(flat.multinomial(1).squeeze(-1), flat.shape[-1]).float().view(logits.shape)
    if not logits.requires_grad:
        return drawn
    probabilities = logits.softmax(-1)
    return drawn + (probabilities - probabilities.detach())


class WorldModel(nn.Module):
    def __init__(self, pictures, units, layers, width):
        super().__init__()
        self.pictures = pictures
        self.encoder = Pictures(width) if pictures else mlp(NUMBERS, units, layers)
        seen = self.encoder.size if pictures else units
        self.input, self.cell = mlp(LATENT + ACTIONS, units, 1), Cell(units, units)
        self.posterior, self.prior = mlp(units + seen, units, 1, LATENT), mlp(units, units, 1, LATENT)
        self.initial = nn.Parameter(torch.zeros(units))
        self.decoder = PictureDecoder(LATENT + units, width) if pictures else mlp(LATENT + units, units, layers, NUMBERS)
        self.reward, self.goes_on = mlp(LATENT + units, units, layers, BINS), mlp(LATENT + units, units, layers, 1)

    def start(self, batch):
        h = self.initial.tanh().expand(batch, -1)
        logits = unimix(self.prior(h))
        return h, F.one_hot(logits.argmax(-1), CLASSES).float().flatten(-2)

    def step(self, h, z, action):
        return self.cell(self.input(torch.cat([z, action], -1)), h)

    def loss(self, seen, actions, rewards, terminated, first):
        x = seen / 255 - 0.5 if self.pictures else symlog(seen)
        embedded = self.encoder(x)
        actions = torch.cat([torch.zeros_like(actions[:1]), actions[:-1]])
        h0, z0 = self.start(actions.shape[1])
        h, z, states, latents, posteriors = h0, z0, [], [], []
        for t in range(len(actions)):
            new = first[t].unsqueeze(-1)
            h, z, action = torch.where(new, h0, h), torch.where(new, z0, z), actions[t].masked_fill(new, 0)
            h = self.step(h, z, action)
            logits = unimix(self.posterior(torch.cat([h, embedded[t]], -1)))
            z = draw(logits).flatten(-2)
            states.append(h), latents.append(z), posteriors.append(logits)
        states, latents, posterior = torch.stack(states), torch.stack(latents), torch.stack(posteriors)
        prior, features = unimix(self.prior(states)), torch.cat([latents, states], -1)
        observation = (self.decoder(features) - x).square().flatten(2).sum(-1)
        reward = -Bins.log_prob(self.reward(features), rewards)
        goes_on = F.binary_cross_entropy_with_logits(self.goes_on(features), 1 - terminated, reduction="none").squeeze(-1)

        def kl(p, q):
            return (p.exp() * (p - q)).sum((-1, -2))

        state = 0.5 * kl(posterior.detach(), prior).clamp(min=1) + 0.1 * kl(posterior, prior.detach()).clamp(min=1)
        return (observation + reward + goes_on + state).mean(), states.detach(), latents.detach()


class Agent:
    def __init__(self, pictures, units, layers, width):
        self.world = WorldModel(pictures, units, layers, width)
        self.actor, self.critic, self.slow = (mlp(LATENT + units, units, layers, n) for n in (ACTIONS, BINS, BINS))
        self.slow.load_state_dict(self.critic.state_dict())
        self.low, self.high = 0.0, 0.0
        self.optimizers = [torch.optim.Adam(self.world.parameters(), 1e-4), torch.optim.Adam(self.actor.parameters(), 8e-5, eps=1e-5),
                           torch.optim.Adam(self.critic.parameters(), 8e-5, eps=1e-5)]

    def move(self, loss, which, module, norm):
        self.optimizers[which].zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(module.parameters(), norm)
        self.optimizers[which].step()
        return loss.item()

    def step(self, seen, actions, rewards, terminated, first):
        loss, states, latents = self.world.loss(seen, actions, rewards, terminated, first)
        self.move(loss, 0, self.world, 1000)
        h, z = states.flatten(0, 1), latents.flatten(0, 1)
        with torch.no_grad():
            features, chosen = [], []
            for t in range(HORIZON + 1):
                features.append(torch.cat([z, h], -1))
                chosen.append(draw(unimix(self.actor(features[-1]))))
                if t < HORIZON:
                    h = self.world.step(h, z, chosen[-1])
                    z = draw(unimix(self.world.prior(h))).flatten(-2)
            features, chosen = torch.stack(features), torch.stack(chosen)
            values, paid = Bins.mean(self.critic(features)), Bins.mean(self.world.reward(features))
            goes_on = (self.world.goes_on(features) > 0).float()
            goes_on = torch.cat([1 - terminated.flatten(0, 1).unsqueeze(0), goes_on[1:]]) * GAMMA
            returns, after = [None] * HORIZON, values[-1]
            for t in reversed(range(HORIZON)):
                after = paid[t + 1] + goes_on[t + 1] * ((1 - LAMBDA) * values[t + 1] + LAMBDA * after)
                returns[t] = after
            returns, weight = torch.stack(returns), (goes_on.cumprod(0) / GAMMA)[:-1]
            low, high = torch.quantile(returns, torch.tensor([0.05, 0.95])).tolist()
            self.low, self.high = 0.99 * self.low + 0.01 * low, 0.99 * self.high + 0.01 * high
            advantage = (returns - values[:-1]) / max(1.0, self.high - self.low)
        policy = unimix(self.actor(features))[:-1]
        entropy = -(policy.exp() * policy).sum(-1, keepdim=True)
        self.move(-(weight * ((policy * chosen[:-1]).sum(-1, keepdim=True) * advantage + ENTROPY * entropy)).mean(), 1, self.actor, 100)
        past = features[:-1]
        with torch.no_grad():
            slow = Bins.mean(self.slow(past))
        logits = self.critic(past)
        self.move(-(weight.squeeze(-1) * (Bins.log_prob(logits, returns) + Bins.log_prob(logits, slow))).mean(), 2, self.critic, 100)


def measure(pictures, units, layers, width, batch, length):
    torch.manual_seed(1)
    agent = Agent(pictures, units, layers, width)
    seen = torch.randint(0, 255, (length, batch, 3, SIDE, SIDE)).float() if pictures else torch.randn(length, batch, NUMBERS)
    actions = F.one_hot(torch.randint(0, ACTIONS, (length, batch)), ACTIONS).float()
    rewards, terminated, first = torch.randn(length, batch, 1), torch.zeros(length, batch, 1), torch.rand(length, batch) < 0.02
    first[0] = True
    rounds, calls = (3, 1) if batch * length > 256 else (5, 1) if batch * length > 16 else (5, 20)
    return median_seconds(lambda: agent.step(seen, actions, rewards, terminated, first), rounds, calls)


for pictures in (False, True):
    for name, units, layers, width in SIZES:
        for batch, length in ((4, 4), (16, 16), (16, 64)):
            report(f"dreamer {name}, {'pictures' if pictures else 'vectors'}, {batch}x{length}", measure(pictures, units, layers, width, batch, length), "s")
