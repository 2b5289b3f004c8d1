"""Write averaged weights as a diffusers folder in F16, as zvideo reads it.

`export.py vae WORK FOLDER` writes FOLDER/vae from WORK/vae.pt; its scaling factor is measured on WORK/tiles.npy.
`export.py unet WORK FOLDER [--stage unet|transfer]` writes FOLDER/unet, null_prompt.safetensors, scheduler/ and
model_index.json from WORK/unet.pt or WORK/transfer.pt.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
from diffusers import DDIMScheduler
from safetensors.torch import save_file

import checkpoint
import unet
import vae
from train_vae import HELD_OUT


@torch.no_grad()
def export_vae(work, folder):
    model = vae.create()
    checkpoint.Average(checkpoint.load(work / "vae.pt")["ema"]).copy_to(model.parameters())
    tiles = np.load(work / "tiles.npy", mmap_mode="r")[-HELD_OUT:]
    images = torch.from_numpy(tiles.copy()).permute(0, 3, 1, 2).float() / 127.5 - 1
    latents = torch.cat([model.eval().encode(x).latent_dist.mean for x in images.split(8)])
    model.register_to_config(scaling_factor=1 / latents.std().item())
    model.half().save_pretrained(folder / "vae")


def export_unet(work, folder, stage):
    model, null_prompt = unet.create()
    checkpoint.Average(checkpoint.load(work / f"{stage}.pt")["ema"]).copy_to([*model.parameters(), null_prompt])
    model.half().save_pretrained(folder / "unet")
    save_file({"prompt_embeds": null_prompt.detach().half()}, folder / "null_prompt.safetensors")
    DDIMScheduler(**unet.SCHEDULE).save_pretrained(folder / "scheduler")
    (folder / "model_index.json").write_text(json.dumps(dict(
        _class_name="StableDiffusionPipeline", scheduler=["diffusers", "DDIMScheduler"],
        unet=["diffusers", "UNet2DConditionModel"], vae=["diffusers", "AutoencoderKL"]), indent=2) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["vae", "unet"])
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--stage", choices=["unet", "transfer"], default="transfer")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.part == "vae":
        export_vae(arguments.work, arguments.folder)
    else:
        export_unet(arguments.work, arguments.folder, arguments.stage)
