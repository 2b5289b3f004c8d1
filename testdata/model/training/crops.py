"""Random crops of many pictures or latents at once, from an array that lies where the training runs."""
import numpy as np
import torch


class Crops:
    """A file of latents [N, C, h, w] or pictures [N, h, w, C]: a memory map on a CPU, whole in a GPU's memory."""

    def __init__(self, path, device):
        values = torch.from_numpy(np.load(path, mmap_mode="c")).to(device)
        self.values = values.permute(0, 3, 1, 2) if values.dtype == torch.uint8 else values

    def __len__(self):
        return len(self.values)

    def corners(self, random, count, side):
        """[count, 2]: y and x of crops of that side."""
        return random.integers(0, self.values.shape[-1] - side + 1, (count, 2))

    def take(self, rows, corners, side):
        """[n, C, side, side]: the crop of each of these rows whose upper left pixel is its corner."""
        rows, corners = (torch.from_numpy(numbers).to(self.values.device) for numbers in (rows, corners))
        span = torch.arange(side, device=rows.device)
        channels = torch.arange(self.values.shape[1], device=rows.device)
        return self.values[rows[:, None, None, None], channels[:, None, None],
                           (corners[:, :1] + span)[:, None, :, None], (corners[:, 1:] + span)[:, None, None, :]]
