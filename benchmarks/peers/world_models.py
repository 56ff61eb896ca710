"""The small world model of IRIS in eager PyTorch from given tokens: a training step, and dreams token by token without an actor."""
import torch
from torch.distributions import Categorical
from bench import median_seconds, report
from iris import ACTIONS, BLOCK, SIZES, TOKENS, WorldModel

ROLLOUTS, HORIZON, VOCABULARY = 64, 10, 128

size = SIZES["small"]
torch.manual_seed(0)
model = WorldModel(VOCABULARY, size["layers"], size["width"], size["heads"], size["blocks"])
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01)


def step():
    shape = (size["batch"], size["blocks"])
    optimizer.zero_grad()
    model.loss(torch.randint(VOCABULARY, (*shape, TOKENS)), torch.randint(ACTIONS, shape), torch.randint(3, shape),
               torch.zeros(shape, dtype=torch.long)).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
    optimizer.step()


@torch.no_grad()
def dream():
    tokens = torch.randint(VOCABULARY, (ROLLOUTS, TOKENS))
    cache, past = model.new_cache(ROLLOUTS), 0
    for _ in range(HORIZON):
        if past == 0 or past + BLOCK > model.length:
            cache, past = model.new_cache(ROLLOUTS), TOKENS
            model(tokens, cache, 0)
        observation, reward, end = model(torch.randint(ACTIONS, (ROLLOUTS, 1)), cache, past)
        past += 1
        Categorical(logits=reward).sample(), Categorical(logits=end).sample()
        drawn = [Categorical(logits=observation).sample()]
        for k in range(TOKENS):
            observation, _, _ = model(drawn[-1], cache, past)
            past += 1
            if k < TOKENS - 1:
                drawn.append(Categorical(logits=observation).sample())
        tokens = torch.cat(drawn, dim=1)


report("world model transformer, train step", median_seconds(step), "s")
model.eval()
report("world model transformer, imagined frames per second", ROLLOUTS * HORIZON / median_seconds(dream), "1/s")
