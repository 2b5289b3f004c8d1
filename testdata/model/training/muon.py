"""Muon: momentum whose update of each weight matrix has all its directions at equal strength.

Measured on the autoencoder's first 100 steps: 21.8 dB with Muon, 18.6 with the best rate of AdamW, at 15 % more time. On
the U-Net's first 60: error 0.47 instead of 0.55, but 60 % more time on a CPU, less with larger batches.
"""
import collections

import torch


def orthogonalize(updates, steps=5):
    """Nearest semi-orthogonal matrices [N, rows, columns], roughly, by a quintic Newton-Schulz iteration."""
    x = (updates / (updates.norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    for _ in range(steps):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return (x.mT if tall else x).to(updates.dtype)


class Muon(torch.optim.Optimizer):
    """For the weights of hidden layers, convolutions too; the rest needs another optimizer.

    Matrices of one shape are updated together: on a GPU a step would otherwise wait for thousands of tiny kernels.
    """

    def __init__(self, parameters, lr, momentum=0.95):
        super().__init__(parameters, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            alike = collections.defaultdict(list)
            for parameter in (p for p in group["params"] if p.grad is not None):
                alike[parameter.shape].append(parameter)
            for shape, parameters in alike.items():
                gradients = [p.grad for p in parameters]
                momenta = [self.state[p].setdefault("momentum", torch.zeros_like(p)) for p in parameters]
                torch._foreach_lerp_(momenta, gradients, 1 - group["momentum"])
                updates = torch._foreach_lerp(gradients, momenta, group["momentum"])
                rows, columns = shape[0], shape[1:].numel()
                updates = orthogonalize(torch.stack([u.reshape(rows, columns) for u in updates]))
                updates = updates * (-group["lr"] * max(1, rows / columns) ** 0.5)
                torch._foreach_add_(parameters, [u.reshape(shape) for u in updates])


def split(model, ends):
    """(weights of hidden layers, all other parameters); `ends` begin the names of layers that face data."""
    hidden, other = [], []
    for name, parameter in model.named_parameters():
        (hidden if parameter.ndim > 1 and not name.startswith(ends) else other).append(parameter)
    return hidden, other
