"""A training step of IRIS's world model in eager PyTorch: with its frames encoded in every step, as the original does, and with
their tokens given."""
import torch
from bench import median_seconds, report
from iris import ACTIONS, SIZES, TOKENS, WorldModel
from tokenizer import Tokenizer

for label, size in SIZES.items():
    torch.manual_seed(0)
    tokenizer = Tokenizer(*size["tokenizer"]).eval()
    vocabulary, b, steps = size["tokenizer"][2], size["batch"], size["blocks"]
    model = WorldModel(vocabulary, size["layers"], size["width"], size["heads"], steps)
    # Weight decay on the weights of linear layers only.
    linear = [m.weight for m in model.modules() if isinstance(m, torch.nn.Linear)]
    others = [p for p in model.parameters() if all(p is not w for w in linear)]
    optimizer = torch.optim.AdamW([{"params": linear, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}], lr=1e-4)
    actions, rewards, ends = torch.randint(ACTIONS, (b, steps)), torch.randint(3, (b, steps)), torch.zeros(b, steps, dtype=torch.long)

    def train(tokens):
        optimizer.zero_grad()
        model.loss(tokens, actions, rewards, ends).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()

    def with_frames():
        frames = torch.rand(b * steps, 3, 64, 64)
        train(tokenizer.encode(frames).view(b, steps, TOKENS))

    def with_tokens():
        train(torch.randint(vocabulary, (b, steps, TOKENS)))

    seconds = median_seconds(with_frames, rounds=7)
    report(f"world-model step, {label}", seconds, "s")
    report(f"world-model step, {label}, every frame new", seconds, "s")
    report(f"world-model step, {label}, tokens given", median_seconds(with_tokens, rounds=9), "s")
