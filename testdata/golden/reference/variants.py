"""Makes the tiny models of other families out of the tiny one, and prints the lines of models/made.txt for their weights.

Usage: python variants.py [folder]. Configs are written below models/; weights below the folder, or nowhere: MakeModels.java makes
them when the tests are built, and the SHA-256 shows that it makes the same.
"""

import hashlib
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save

MODELS = Path(__file__).resolve().parent.parent / "models"
CONTEXT, WIDTH, HIDDEN, BLOCKS = 24, 24, 96, 2       # of tiny-sd2; 24 is no width of its U-Net
UNET, TEXT = "unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors"


def unet():
    parts = sorted((MODELS / "tiny-null/unet").glob("*.safetensors"))
    return {name: tensor for part in parts for name, tensor in load_file(part).items()}


def exchanged():
    """Another U-Net of the same shape: queries and keys of attn1, keys and values of attn2 take each other's place."""
    pairs = {"attn1.to_q": "attn1.to_k", "attn1.to_k": "attn1.to_q", "attn2.to_k": "attn2.to_v", "attn2.to_v": "attn2.to_k"}

    def renamed(name):
        for one, other in pairs.items():
            if f".{one}." in name:
                return name.replace(f".{one}.", f".{other}.")
        return name
    return {renamed(name): tensor for name, tensor in unet().items()}


def sd2_unet():
    """Linear projections, and a context of another width."""
    def shaped(name, tensor):
        if ".attentions." in name and name.endswith(("proj_in.weight", "proj_out.weight")):
            return tensor[:, :, 0, 0]
        return tensor[:, :CONTEXT] if ".attn2.to_k." in name or ".attn2.to_v." in name else tensor
    return {name: shaped(name, tensor) for name, tensor in unet().items()}


def sd2_text():
    """The text model's leading block of each tensor."""
    narrow = {32: WIDTH, 128: HIDDEN}
    return {name: tensor[tuple(slice(narrow.get(size, size)) for size in tensor.shape)]
            for name, tensor in load_file(MODELS / "tiny" / TEXT).items()}


def open_clip():
    """The same in OpenCLIP's layout, with one block too many, its projection and its buffers."""
    text, made = {name.removeprefix("text_model."): tensor for name, tensor in sd2_text().items()}, {}
    for n in range(BLOCKS + 1):
        mine, theirs = f"encoder.layers.{n % BLOCKS}.", f"transformer.resblocks.{n}."
        for one, other in (("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"), ("self_attn.out_proj", "attn.out_proj"),
                           ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj")):
            for kind in ("weight", "bias"):
                made[f"{theirs}{other}.{kind}"] = text[f"{mine}{one}.{kind}"]
        for kind in ("weight", "bias"):
            made[f"{theirs}attn.in_proj_{kind}"] = torch.cat(
                [text[f"{mine}self_attn.{part}_proj.{kind}"] for part in "qkv"])
    made["token_embedding.weight"] = text["embeddings.token_embedding.weight"]
    made["positional_embedding"] = text["embeddings.position_embedding.weight"]
    for kind in ("weight", "bias"):
        made[f"ln_final.{kind}"] = text[f"final_layer_norm.{kind}"]
    made["text_projection"] = text["encoder.layers.0.self_attn.q_proj.weight"]
    made["logit_scale"] = text["encoder.layers.0.self_attn.q_proj.bias"][0]
    made["attn_mask"] = torch.zeros(77, 77)
    return {f"cond_stage_model.model.{name}": tensor for name, tensor in made.items()}


def sd2_file():
    """The whole model in one file, in the original names."""
    parts = {"unet": sd2_unet(), "vae": load_file(MODELS / "tiny-null/vae/diffusion_pytorch_model.safetensors")}
    made = open_clip()
    for line in (MODELS / "tiny-ldm.tsv").read_text().splitlines():
        original, stored, *shape = line.split("\t")
        part, name = stored.split("/", 1)
        if part in parts:
            tensor = parts[part][name]
            reshaped = part == "vae" and shape
            made[original] = tensor.reshape([int(n) for n in shape[0].split(",")]) if reshaped else tensor
    return made


def edit(path, base, **changes):
    config = json.loads((MODELS / base).read_text())
    (MODELS / path).parent.mkdir(parents=True, exist_ok=True)
    (MODELS / path).write_text(json.dumps({**config, **changes}, indent=2) + "\n")


SCHEDULER = "scheduler/scheduler_config.json"
V = {"prediction_type": "v_prediction", "steps_offset": 1}
SD2 = {"attention_head_dim": [1, 2, 4, 4], "cross_attention_dim": CONTEXT, "use_linear_projection": True, "sample_size": 24,
       "upcast_attention": True}

if __name__ == "__main__":
    edit(f"tiny-v/{SCHEDULER}", f"tiny/{SCHEDULER}", **V)
    edit(f"tiny-v-zsnr/{SCHEDULER}", f"tiny/{SCHEDULER}", **V, rescale_betas_zero_snr=True, timestep_spacing="trailing")
    edit(f"tiny-exchanged/{SCHEDULER}", f"tiny/{SCHEDULER}")
    for name in ("tiny-v", "tiny-v-zsnr", "tiny-exchanged"):
        edit(f"{name}/unet/config.json", "tiny-null/unet/config.json")
        (MODELS / name / "null_prompt.safetensors").write_bytes((MODELS / "tiny-null/null_prompt.safetensors").read_bytes())
    edit(f"tiny-sd2/{SCHEDULER}", f"tiny/{SCHEDULER}", **V)
    edit("tiny-sd2/unet/config.json", "tiny-null/unet/config.json", **SD2)
    edit("tiny-sd2/vae/config.json", "tiny-null/vae/config.json")
    edit("tiny-sd2/text_encoder/config.json", "tiny/text_encoder/config.json", hidden_size=WIDTH, intermediate_size=HIDDEN,
         hidden_act="gelu")
    (MODELS / "tiny-sd2/tokenizer").mkdir(exist_ok=True)
    (MODELS / "tiny-sd2/tokenizer/special_tokens_map.json").write_text(json.dumps(
        {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "!", "unk_token": "<|endoftext|>"}) + "\n")
    made = {f"tiny-v/{UNET}": unet, f"tiny-v-zsnr/{UNET}": unet, f"tiny-exchanged/{UNET}": exchanged,
            f"tiny-sd2/{UNET}": sd2_unet, f"tiny-sd2/{TEXT}": sd2_text, "tiny-sd2-ldm.safetensors": sd2_file,
            "tiny-sd2/vae/diffusion_pytorch_model.safetensors":
                lambda: load_file(MODELS / "tiny-null/vae/diffusion_pytorch_model.safetensors")}
    for path, tensors in made.items():
        data = save({name: tensor.contiguous().clone() for name, tensor in tensors().items()}, {"format": "pt"})
        print(hashlib.sha256(data).hexdigest(), "", path)
        if len(sys.argv) > 1:
            file = Path(sys.argv[1]) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
