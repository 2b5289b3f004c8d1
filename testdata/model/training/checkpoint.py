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
    """Seconds of training, when to save, and whether somebody asked to stop (SIGTERM, SIGINT).

    `tick` is called in each step. A pause (SIGSTOP, while something else is measured) does not count, or the end of a
    training would be cut short by it.
    """
    LONGEST_STEP = 30  # seconds

    def __init__(self, seconds_before=0.0):
        self.before, self.here, self.since_save = seconds_before, 0.0, 0.0
        self.last = time.monotonic()
        self.stopped = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)

    def stop(self, *_):
        self.stopped = True

    def tick(self):
        now = time.monotonic()
        step = min(now - self.last, self.LONGEST_STEP)
        self.here, self.since_save, self.last = self.here + step, self.since_save + step, now

    def seconds(self):
        """Over all sessions."""
        return self.before + self.here

    def minutes_here(self):
        """Of this process alone."""
        return self.here / 60

    def time_to_save(self):
        if self.since_save < SAVE_EVERY:
            return False
        self.since_save = 0.0
        return True
