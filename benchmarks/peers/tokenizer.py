"""IRIS's tokenizer in plain eager PyTorch, written from the maths: the time of a training step and of frames there and back."""
import torch
from torch import nn
from torch.nn import functional as F
from bench import median_seconds, report


def swish(x):
    return x * torch.sigmoid(x)


def norm(channels):
    return nn.GroupNorm(32, channels, eps=1e-6)


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm1, self.norm2 = norm(channels), norm(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return x + self.conv2(swish(self.norm2(self.conv1(swish(self.norm1(x))))))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = norm(channels)
        self.q, self.k, self.v, self.out = (nn.Conv2d(channels, channels, 1) for _ in range(4))

    def forward(self, x):
        n, c, h, w = x.shape
        y = self.norm(x)
        q, k, v = (layer(y).reshape(n, c, h * w) for layer in (self.q, self.k, self.v))
        weights = torch.softmax(torch.bmm(q.transpose(1, 2), k) * c**-0.5, dim=2)
        return x + self.out(torch.bmm(v, weights.transpose(1, 2)).reshape(n, c, h, w))


class Down(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2)

    def forward(self, x):
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class Up(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class Out(nn.Module):
    def __init__(self, channels, out):
        super().__init__()
        self.norm, self.conv = norm(channels), nn.Conv2d(channels, out, 3, padding=1)

    def forward(self, x):
        return self.conv(swish(self.norm(x)))


class Tokenizer(nn.Module):
    def __init__(self, ch, z, vocabulary, levels=5, resolution=64, attention=(8, 16), blocks=2):
        super().__init__()

        def stack(count, size):
            for _ in range(count):
                yield Residual(ch)
                if size in attention:
                    yield Attention(ch)

        def middle():
            return Residual(ch), Attention(ch), Residual(ch)

        sizes = [resolution >> level for level in range(levels)]
        down, up = [], []
        for size in sizes:
            down += [*stack(blocks, size), *([Down(ch)] if size != sizes[-1] else [])]
        for size in reversed(sizes):
            up += [*stack(blocks + 1, size), *([Up(ch)] if size != sizes[0] else [])]
        self.encoder = nn.Sequential(nn.Conv2d(3, ch, 3, padding=1), *down, *middle(), Out(ch, z), nn.Conv2d(z, z, 1))
        self.codes = nn.Embedding(vocabulary, z)
        self.decoder = nn.Sequential(nn.Conv2d(z, z, 1), nn.Conv2d(z, ch, 3, padding=1), *middle(), *up, Out(ch, 3))

    def nearest(self, z):
        flat = z.permute(0, 2, 3, 1).reshape(-1, z.shape[1])
        distance = (flat**2).sum(1, keepdim=True) + (self.codes.weight**2).sum(1) - 2 * flat @ self.codes.weight.t()
        return distance.argmin(1)

    def quantize(self, z):
        n, c, h, w = z.shape
        return self.codes(self.nearest(z)).reshape(n, h, w, c).permute(0, 3, 1, 2).contiguous()

    def loss(self, frames):
        frames = frames * 2 - 1
        z = self.encoder(frames)
        codes = self.quantize(z)
        output = self.decoder(z + (codes - z).detach())
        commitment = ((z.detach() - codes) ** 2).mean() + ((z - codes.detach()) ** 2).mean()
        return commitment + (output - frames).abs().mean()

    @torch.no_grad()
    def encode(self, frames):
        """[N, 3, R, R] in [0, 1] to integers [N, K]."""
        z = self.encoder(frames * 2 - 1)
        return self.nearest(z).reshape(frames.shape[0], -1)

    @torch.no_grad()
    def decode(self, tokens):
        """Integers [N, K] to [N, 3, R, R] in [0, 1]."""
        side = int(tokens.shape[1] ** 0.5)
        codes = self.codes(tokens).reshape(-1, side, side, self.codes.weight.shape[1]).permute(0, 3, 1, 2).contiguous()
        return ((self.decoder(codes) + 1) / 2).clamp(0, 1)

    @torch.no_grad()
    def there_and_back(self, frames):
        return (self.decoder(self.quantize(self.encoder(frames * 2 - 1))) + 1) / 2


def main():
    for label, ch, z, vocabulary, batch in (("default", 64, 512, 512, 4), ("small", 32, 128, 128, 16)):
        torch.manual_seed(0)
        tokenizer = Tokenizer(ch, z, vocabulary)
        optimizer = torch.optim.Adam(tokenizer.parameters(), lr=1e-4)
        frames = torch.rand(batch, 3, 64, 64)

        def step():
            optimizer.zero_grad()
            tokenizer.loss(frames).backward()
            nn.utils.clip_grad_norm_(tokenizer.parameters(), 10.0)
            optimizer.step()

        report(f"tokenizer step, {label}", median_seconds(step, rounds=7), "s")
        many = torch.rand(40, 3, 64, 64)
        report(f"tokenizer encode and decode of 40 frames, {label}", median_seconds(lambda: tokenizer.there_and_back(many), rounds=5), "s")


if __name__ == "__main__":
    main()
