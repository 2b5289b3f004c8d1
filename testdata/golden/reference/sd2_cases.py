"""Writes the golden cases of Stable Diffusion 2's shape.

Usage: python sd2_cases.py [name-prefix …]; `python sd2_cases.py wrong` prints how far wrong readings lie. MakeModels.java must have
made the models.
"""

import sys
from pathlib import Path

import torch
from transformers import CLIPTextModel
from transformers.activations import QuickGELUActivation

import golden
import zstar
from golden import latent

ROOT = Path(__file__).resolve().parent.parent
SD2 = "models/tiny-sd2"
FILE = {"model": "models/tiny-sd2-ldm.safetensors", "model_config": SD2}


def clean(g):
    return {"latent": latent(g, 4, 16, 16)}


def nothing(g):
    return {}


def steep(g):
    """Queries and keys of 16 bits that nearly agree: logits of some hundreds, where 16 bits know halves only, a few apart."""
    common = torch.randn(4, 1, 8, generator=g)
    q, k = (15 * (common + 0.01 * torch.randn(4, 24, 8, generator=g)) for _ in range(2))
    return {"q": q.half().float(), "k_c": k.half().float(), "v_c": torch.randn(4, 24, 8, generator=g).half().float()}


NETWORK = {"timesteps": [1, 500], "features": [0, 6, 15], "kv": [12]}
CASES = {
    "unet-sd2": ("unet", SD2, NETWORK, clean, None),
    "unet-sd2-file": ("unet", SD2, {"timesteps": [500], "features": [], "kv": []}, clean, FILE),
    "text-null-prompt-sd2": ("text-null-prompt", SD2, {}, nothing, None),
    "text-null-prompt-sd2-file": ("text-null-prompt", SD2, {}, nothing, FILE),
    "attention-upcast": ("attention-upcast", None, {"scale": 40.0}, steep, None),
}


def prompt(change):
    clip = CLIPTextModel.from_pretrained(ROOT / SD2 / "text_encoder").eval()
    ids = [zstar.START, zstar.END] + [0] * 75
    layers = clip.text_model.encoder.layers if hasattr(clip, "text_model") else clip.encoder.layers
    if change == "pad 49407":
        ids = [zstar.START] + [zstar.END] * 76
    elif change == "one block more":
        layers.append(layers[0])
    else:
        for layer in layers:
            a = layer.self_attn
            if change == "thirds k, q, v":
                a.q_proj, a.k_proj = a.k_proj, a.q_proj
            elif change == "thirds v, k, q":
                a.q_proj, a.v_proj = a.v_proj, a.q_proj
            elif change == "quick_gelu":
                layer.mlp.activation_fn = QuickGELUActivation()
    with torch.no_grad():
        return clip(torch.tensor([ids])).last_hidden_state


def wrong():
    case, _, expected = golden.read_case(ROOT / "cases" / "text-null-prompt-sd2")
    for change in ("pad 49407", "thirds k, q, v", "thirds v, k, q", "one block more", "quick_gelu"):
        said(case, "prompt_embeds", change, prompt(change), expected)
    case, inputs, expected = golden.read_case(ROOT / "cases" / "unet-sd2")
    models = golden.Models(ROOT)
    split = zstar.split_heads
    # as if the numbers were widths of heads: the transformer's own count is the width then
    zstar.split_heads = lambda x, heads: split(x, x.shape[-1] // heads)
    for attn1 in zstar.self_attention_layers(models.get(SD2).unet):
        attn1.scale = attn1.heads ** -0.5
    found = golden.run(models, case["kind"], SD2, case["params"], inputs)
    zstar.split_heads = split
    said(case, "eps_t500", "heads as widths", found["eps_t500"], expected)
    case, inputs, expected = golden.read_case(ROOT / "cases" / "attention-upcast")
    for name, scale in (("out", 1.0), ("out_large", case["params"]["scale"])):
        q, k, v = ((scale * inputs["q"]).half(), (scale * inputs["k_c"]).half(), inputs["v_c"].half())
        logits = (q * q.shape[-1] ** -0.5) @ k.transpose(1, 2)
        said(case, name, "logits of 16 bits", (logits.float().softmax(-1).half() @ v).float(), expected)


def said(case, name, reading, found, expected):
    about = case["tensors"][name]
    largest, relative = golden.deviation(found, expected[name])
    times = max(largest / about["max_abs"], relative / about["relative"])
    print(f"| {case['name']} | {about['max_abs']:.0e} / {about['relative']:.0e} | {reading} | {largest:.2e} | {relative:.2e} | {times:.0f} |")


if __name__ == "__main__":
    if sys.argv[1:] == ["wrong"]:
        wrong()
    else:
        loaded = golden.Models(ROOT)
        for case_name, (kind, model, parameters, make, reads) in CASES.items():
            if case_name.startswith(tuple(sys.argv[1:]) or ""):
                golden.write_case(ROOT, loaded, case_name, kind, model, parameters, make, reads)
