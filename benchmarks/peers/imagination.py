"""Imagined rollouts of IRIS in eager PyTorch, token by token."""
import torch
from bench import median_seconds, report
from iris import SIZES, ActorCritic, WorldModel, imagine
from tokenizer import Tokenizer

for label, size in SIZES.items():
    torch.manual_seed(0)
    tokenizer = Tokenizer(*size["tokenizer"]).eval()
    model = WorldModel(size["tokenizer"][2], size["layers"], size["width"], size["heads"], size["blocks"]).eval()
    actor = ActorCritic()

    def rollout(burn_in):
        imagine(actor, tokenizer, model, torch.rand(size["batch"], burn_in + 1, 3, 64, 64), size["horizon"])

    seconds = median_seconds(lambda: rollout(size["burn_in"]), rounds=5)
    report(f"imagination, {label}", seconds, "s")
    report(f"imagination, {label}, every frame new", seconds, "s")
    report(f"imagination, {label}, no burn-in", median_seconds(lambda: rollout(0), rounds=5), "s")
