"""Muon: momentum whose update of each weight matrix has all its directions at equal strength.

Measured on the autoencoder's first 100 steps: 21.8 dB with Muon, 18.6 with the best rate of AdamW, at 15 % more time. On
the U-Net's first 60: error 0.47 instead of 0.55, but 60 % more time on a CPU, less with larger batches.
"""
import torch


def orthogonalize(update, steps=5):
    """Nearest semi-orthogonal matrix, roughly, by a quintic Newton-Schulz iteration."""
    x = (update / (update.norm() + 1e-7)).bfloat16()
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return (x.T if tall else x).to(update.dtype)


class Muon(torch.optim.Optimizer):
    """For the weights of hidden layers, convolutions too; the rest needs another optimizer."""

    def __init__(self, parameters, lr, momentum=0.95):
        super().__init__(parameters, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in (p for p in group["params"] if p.grad is not None):
                state = self.state[parameter]
                momentum = state.setdefault("momentum", torch.zeros_like(parameter))
                momentum.lerp_(parameter.grad, 1 - group["momentum"])
                update = parameter.grad.lerp(momentum, group["momentum"])
                rows, columns = len(update), update[0].numel()
                update = orthogonalize(update.reshape(rows, columns)).reshape(update.shape)
                parameter.add_(update, alpha=-group["lr"] * max(1, rows / columns) ** 0.5)


def split(model, ends):
    """(weights of hidden layers, all other parameters); `ends` begin the names of layers that face data."""
    hidden, other = [], []
    for name, parameter in model.named_parameters():
        (hidden if parameter.ndim > 1 and not name.startswith(ends) else other).append(parameter)
    return hidden, other
