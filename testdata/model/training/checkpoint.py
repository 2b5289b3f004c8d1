"""What every training program here shares: averaged weights, checkpoints that are whole or absent, a polite end."""
import os
import signal
import time

import torch

SAVE_EVERY = 240  # seconds


def save(path, state):
    """A reader finds the old file or the new one, never half of one."""
    part = f"{path}.part"
    torch.save(state, part)
    os.replace(part, path)


def load(path, device="cpu"):
    return torch.load(path, map_location=device, weights_only=True)


class Average:
    """Exponential average of the parameters: steadier than the newest ones, and what is judged and shipped."""

    def __init__(self, parameters, memory=0.998):
        self.parameters, self.memory = list(parameters), memory
        self.values = [p.detach().clone() for p in self.parameters]

    @torch.no_grad()
    def update(self, step):
        share = 1 - min(self.memory, (1 + step) / (10 + step))
        torch._foreach_lerp_(self.values, [p.detach() for p in self.parameters], share)

    @torch.no_grad()
    def restore(self, values):
        for mine, other in zip(self.values, values, strict=True):
            mine.copy_(other)

    @torch.no_grad()
    def copy_to(self, parameters):
        for parameter, value in zip(parameters, self.values, strict=True):
            parameter.copy_(value)


class Clock:
    """Seconds of training over all sessions, when to save, and whether somebody asked to stop (SIGTERM, SIGINT)."""

    def __init__(self, seconds_before=0.0):
        self.start = time.time() - seconds_before
        self.began = self.saved = time.time()
        self.stopped = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)

    def stop(self, *_):
        self.stopped = True

    def seconds(self):
        return time.time() - self.start

    def minutes_here(self):
        """Of this process alone."""
        return (time.time() - self.began) / 60

    def time_to_save(self):
        if time.time() - self.saved < SAVE_EVERY:
            return False
        self.saved = time.time()
        return True
