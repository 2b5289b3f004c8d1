"""What the two trainings of the U-Net share: model, optimizers, average, checkpoint, the loop around a step."""
import collections
import math

import torch

import checkpoint
import group_norm
import unet
from muon import Muon, split

MUON_RATE, ADAM_RATE = 6e-3, 1e-3
REPORT_EVERY = 100


class Diffusion:
    """`processors` maps a self-attention layer's number to its attention processor; the others stay plain."""

    def __init__(self, path, device, processors, memory=0.9993):
        self.path, self.device = path, device
        self.model, self.null_prompt = unet.create()
        self.model.to(device)
        self.null_prompt.data = self.null_prompt.data.to(device)
        if device.type == "cpu":
            group_norm.speed_up(self.model)
        else:
            torch.backends.cudnn.benchmark = True
        layers = unet.self_attention_layers(self.model)
        chosen = {layers[number]: processor for number, processor in processors.items()}
        self.model.set_attn_processor({n: chosen.get(n, unet.Attention()) for n in self.model.attn_processors})
        self.parameters = [*self.model.parameters(), self.null_prompt]
        self.average = checkpoint.Average(self.parameters, memory)
        hidden, other = split(self.model, ("conv_in", "conv_out", "time_embedding"))
        self.optimizers = {Muon(hidden, MUON_RATE): MUON_RATE,
                           torch.optim.AdamW([*other, self.null_prompt], ADAM_RATE, (0.9, 0.99), weight_decay=0.0,
                                             fused=True): ADAM_RATE}
        self.alphas = unet.alphas_cumprod().to(device)
        self.step, self.seconds = 0, 0.0

    def state(self, seconds):
        return dict(parameters=[p.detach() for p in self.parameters], ema=self.average.values,
                    optimizers=[o.state_dict() for o in self.optimizers], step=self.step, seconds=seconds)

    def restore(self, state):
        """Go on where this training was stopped."""
        self.start_from(state["parameters"], state["ema"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.step, self.seconds = state["step"], state["seconds"]

    @torch.no_grad()
    def start_from(self, parameters, ema):
        for mine, other in zip(self.parameters, parameters, strict=True):
            mine.copy_(other)
        self.average.restore(ema)

    def timesteps(self, count, end=1000):
        """[count] on the CPU, ascending, spread evenly over [0, end)."""
        steps = (end * (torch.arange(count) + torch.rand(count)) / count).long()
        return steps.clamp(max=end - 1)

    def alpha(self, timesteps):
        """Share of the clean latent's variance at those timesteps, to be multiplied with latents."""
        return self.alphas[timesteps.to(self.device)].view(-1, 1, 1, 1)

    def predict(self, noisy, timesteps):
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            return self.model(noisy.contiguous(memory_format=torch.channels_last), timesteps.to(self.device),
                              encoder_hidden_states=self.null_prompt.expand(len(noisy), -1, -1)).sample.float()

    def update(self, loss, rate):
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for optimizer, full_rate in self.optimizers.items():
            optimizer.param_groups[0]["lr"] = rate * full_rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.average.update(self.step)
        self.step += 1

    def run(self, train, decay):
        """Call `train(rate)`, which returns numbers to report, until SIGTERM or, with `decay`, for so many minutes."""
        clock = checkpoint.Clock(self.seconds)
        recent = collections.defaultdict(lambda: collections.deque(maxlen=300))
        while not clock.stopped and (decay is None or clock.minutes_here() < decay):
            rate = min(1, (self.step + 1) / 100)
            if decay is not None:
                rate *= 0.5 * (1 + math.cos(math.pi * clock.minutes_here() / decay)) * 0.97 + 0.03
            for name, value in train(rate).items():
                recent[name].append(value.detach())  # a number would make a GPU wait for each step's end
            if self.step % REPORT_EVERY == 0:
                parts = " ".join(f"{name} {torch.stack([*values]).mean():.4f}" for name, values in sorted(recent.items()))
                print(f"step {self.step} minutes {clock.seconds() / 60:.1f} {parts}", flush=True)
            clock.tick()
            if clock.time_to_save():
                checkpoint.save(self.path, self.state(clock.seconds()))
        checkpoint.save(self.path, self.state(clock.seconds()))
