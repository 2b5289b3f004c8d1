"""Writes the golden cases of LoRAs: the files, and what the merged model must hold and compute.

A case's folder holds its LoRAs beside case.json; `params.loras` says of each module of them which weight it changes and by what its
product is multiplied, so that the reference parses no names. Merged weights are W + m·(α/r)·ΔW.

Usage: python lora_cases.py [name-prefix …]; `python lora_cases.py wrong [name-prefix …]` prints how far wrong readings lead away;
`python lora_cases.py peft` compares with diffusers' own loader (needs peft); `python lora_cases.py random MODEL FILE [RANK]` writes a
random LoRA for every layer of a diffusers folder.
"""

import copy
import json
import re
import sys
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

import golden
import kinds
import zstar

ROOT = Path(__file__).resolve().parent.parent
TINY = "models/tiny"
TIMESTEP = 601

UNET = {
    "q": "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q",
    "out1": "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_out.0",
    "out2": "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_out.0",
    "k2": "up_blocks.1.attentions.2.transformer_blocks.0.attn2.to_k",
    "geglu": "mid_block.attentions.0.transformer_blocks.0.ff.net.0.proj",
    "ff": "down_blocks.1.attentions.1.transformer_blocks.0.ff.net.2",
    "in": "up_blocks.3.attentions.0.proj_in",
    "projout": "down_blocks.2.attentions.1.proj_out",
    "conv": "down_blocks.0.resnets.1.conv1",
    "core": "up_blocks.3.resnets.2.conv2",
    "shortcut": "down_blocks.1.resnets.0.conv_shortcut",
    "time": "down_blocks.1.resnets.1.time_emb_proj",
    "down": "down_blocks.0.downsamplers.0.conv",
    "up": "up_blocks.0.upsamplers.0.conv",
}
LDM = {
    "q": "input_blocks.1.1.transformer_blocks.0.attn1.to_q",
    "out1": "input_blocks.1.1.transformer_blocks.0.attn1.to_out.0",
    "out2": "input_blocks.1.1.transformer_blocks.0.attn2.to_out.0",
    "k2": "output_blocks.5.1.transformer_blocks.0.attn2.to_k",
    "geglu": "middle_block.1.transformer_blocks.0.ff.net.0.proj",
    "ff": "input_blocks.5.1.transformer_blocks.0.ff.net.2",
    "in": "output_blocks.9.1.proj_in",
    "conv": "input_blocks.2.0.in_layers.2",
    "core": "output_blocks.11.0.out_layers.3",
    "shortcut": "input_blocks.4.0.skip_connection",
    "time": "input_blocks.5.0.emb_layers.1",
    "down": "input_blocks.3.0.op",
    "up": "output_blocks.2.1.conv",
}
TEXT = {"tq": "text_model.encoder.layers.0.self_attn.q_proj", "tout": "text_model.encoder.layers.1.self_attn.out_proj",
        "tfc1": "text_model.encoder.layers.0.mlp.fc1", "tfc2": "text_model.encoder.layers.1.mlp.fc2"}


# ---------------------------------------------------------------- the reference

def pieces(tensors, prefix):
    """down, up and, where there is one, mid of a module, by what their names say."""
    found = {}
    for key, tensor in tensors.items():
        if key.startswith(prefix + ".") or key.startswith(prefix + "_lora."):
            for role, marks in (("down", ("lora_down", "lora_A", "lora.down", "layer.down")),
                                ("up", ("lora_up", "lora_B", "lora.up", "layer.up")), ("mid", ("lora_mid",))):
                if any(mark in key for mark in marks):
                    found[role] = tensor
    return found


def change(found, shape, reading=None):
    """ΔW of a weight's shape."""
    down, up = found["down"], found["up"]
    if reading == "up and down exchanged" and up.flatten(1).shape == down.flatten(1).T.shape:
        down, up = up.flatten(1).T, down.flatten(1).T
    if "mid" in found:
        return torch.einsum("or,rqhw,qi->oihw", up.flatten(1), found["mid"], down.flatten(1))
    if down.dim() == 4 and down.shape[2] > 1:
        product = torch.einsum("or,rihw->oihw", up.flatten(1), down)
        return product.transpose(2, 3) if reading == "conv product permuted" else product
    return (up.flatten(1) @ down.flatten(1)).reshape(shape)


def merged(weights, part, loras, folder, dtype, reading=None):
    """A state dict with the LoRAs of `loras` added to it."""
    out = dict(weights)
    for lora in loras:
        tensors = {key: tensor.to(dtype) for key, tensor in load_file(folder / lora["file"]).items()}
        for prefix, (whose, path, scale) in lora["modules"].items():
            if whose != part:
                continue
            if reading == "to_out of attn2 given to attn1":
                path = path.replace("attn2.to_out", "attn1.to_out")
            if reading == "scale 1":
                scale = 1
            key = path + ".weight"
            delta = change(pieces(tensors, prefix), out[key].shape, reading)
            if reading == "merged in float16":
                half = change({role: tensor.half() for role, tensor in pieces(tensors, prefix).items()}, out[key].shape)
                out[key] = (out[key].half() + lora["weight"] * scale * half).to(dtype)
            else:
                out[key] = out[key] + lora["weight"] * scale * delta
    return out


def lora(model, p, t, reading=None, without=False):
    """The weights of `p.weights`, ε at one timestep, and the null prompt of the merged model."""
    folder = ROOT / "cases" / p["case"]
    dtype = model.prompt.dtype
    loras = [] if without else p["loras"]
    from transformers import CLIPTextModel
    text = CLIPTextModel.from_pretrained(ROOT / TINY / "text_encoder").to(dtype).eval()
    names = {key.removeprefix("text_model."): key for key in text.state_dict()}
    state = {"text_model." + short: text.state_dict()[key] for short, key in names.items()}
    text_state = merged(state, "text_encoder", loras, folder, dtype, reading)
    text.load_state_dict({key: text_state["text_model." + short] for short, key in names.items()})
    unet_state = merged(model.unet.state_dict(), "unet", loras, folder, dtype, reading)
    other = copy.copy(model)
    other.unet = copy.deepcopy(model.unet)
    other.unet.load_state_dict(unet_state)
    other.processors = []
    for layer, attn1 in enumerate(zstar.self_attention_layers(other.unet)):
        other.processors.append(zstar.SelfAttention(layer))
        attn1.set_processor(other.processors[-1])
    with torch.no_grad():
        other.prompt = text(torch.tensor([zstar.NULL_PROMPT])).last_hidden_state
        out = {name: (unet_state if key.startswith("unet/") else text_state)[key.split("/")[1]]
               for name, key in p["weights"].items()}
        out["prompt_embeds"] = other.prompt
        out[f"eps_t{TIMESTEP}"] = other.noise(t["latent"], TIMESTEP)[0]
    return out


kinds.KINDS["lora"] = lora
golden.MEANINGS.append((r"merged\d", "a weight with what the LoRAs add to it; `params.weights` names it"))


# ---------------------------------------------------------------- the files

class Shapes:
    """The shapes of a model's weights."""

    def __init__(self, folder):
        self.unet, self.text = ({}, {})
        for part, into in (("unet", self.unet), ("text_encoder", self.text)):
            for file in sorted((Path(folder) / part).glob("*.safetensors")):
                with safe_open(file, "pt") as opened:
                    for key in opened.keys():
                        into[key.removesuffix(".weight")] = opened.get_slice(key).get_shape()

    def of(self, part, path):
        return (self.unet if part == "unet" else self.text)[path]


def factors(g, shape, rank, core=False, large=1.0):
    """down, up (and mid) whose product is about as large as a third of a weight's numbers."""
    out, inputs, *kernel = shape
    fan = inputs * (kernel[0] * kernel[1] if kernel else 1)
    if core:
        return {"down": torch.randn(rank, inputs, 1, 1, generator=g) / inputs ** 0.5,
                "mid": torch.randn(rank, rank, *kernel, generator=g),
                "up": 0.3 * torch.randn(out, rank, 1, 1, generator=g) / rank}
    down = large * torch.randn(rank, inputs, *kernel, generator=g) / fan ** 0.5
    up = large * 0.5 * torch.randn(out, rank, *([1] * len(kernel)), generator=g) / rank ** 0.5
    return {"down": down, "up": up}


class File:
    """A LoRA that is being made: tensors under the names of one way of writing, and where they belong."""

    def __init__(self, shapes, generator, weight=1.0):
        self.shapes, self.g, self.weight = shapes, generator, weight
        self.tensors, self.modules, self.metadata = {}, {}, {"format": "pt"}

    def add(self, part, path, prefix, names, rank, alpha=None, scale=None, core=False, dtype=torch.float32, four=False,
            large=1.0):
        """`names` gives the suffix of each role; α is stored in float16 where it is given."""
        made = factors(self.g, self.shapes.of(part, path), rank, core, large)
        for role, tensor in made.items():
            if four and tensor.dim() == 2:
                tensor = tensor[:, :, None, None]
            self.tensors[prefix + names[role]] = tensor.to(dtype).contiguous()
        if alpha is not None:
            self.tensors[prefix + ".alpha"] = torch.tensor(alpha, dtype=torch.float16)
            alpha = self.tensors[prefix + ".alpha"].double().item()
        self.modules[prefix] = [part, path, scale if scale is not None else (rank if alpha is None else alpha) / rank]

    def write(self, file):
        save_file(self.tensors, file, self.metadata)
        return {"file": file.name, "weight": self.weight, "modules": self.modules}


KOHYA = {"down": ".lora_down.weight", "up": ".lora_up.weight", "mid": ".lora_mid.weight"}
PEFT = {"down": ".lora_A.weight", "up": ".lora_B.weight"}
OLD = {"down": ".lora.down.weight", "up": ".lora.up.weight"}
OLDEST = {"down": "_lora.down.weight", "up": "_lora.up.weight"}
LINEAR = {"down": ".lora_linear_layer.down.weight", "up": ".lora_linear_layer.up.weight"}


def kohya(shapes, g):
    """Kohya's names with LoCon: ranks 4 and 2, α in float16, none, or far from the rank, 1×1 tensors for linear layers."""
    file = File(shapes, g)

    def unet(which, **how):
        file.add("unet", UNET[which], "lora_unet_" + UNET[which].replace(".", "_"), KOHYA, **how)
    unet("q", rank=4, alpha=1.0, dtype=torch.float16)
    unet("out1", rank=4, alpha=2.0)
    unet("out2", rank=2, alpha=6.0, four=True)
    unet("k2", rank=2)
    # the product is beyond what float16 holds, and α brings it back
    unet("geglu", rank=4, alpha=2.0 ** -20, large=2048.0, dtype=torch.float16)
    unet("ff", rank=4, alpha=3.0, dtype=torch.bfloat16)
    unet("in", rank=4, alpha=2.5, four=True)
    unet("projout", rank=4, alpha=2.0)
    unet("conv", rank=4, alpha=3.0)
    unet("core", rank=3, alpha=4.5, core=True)
    unet("shortcut", rank=4, alpha=8.0)
    unet("time", rank=2, alpha=1.0)
    unet("down", rank=2, alpha=1.0)
    unet("up", rank=2, alpha=3.0)
    for which, path in TEXT.items():
        file.add("text_encoder", path, "lora_te_" + path.replace(".", "_"), KOHYA, rank=2, alpha=3.0)
    return [file], {"merged0": "unet/" + UNET["q"], "merged1": "unet/" + UNET["out2"], "merged2": "unet/" + UNET["conv"],
                    "merged3": "unet/" + UNET["core"], "merged4": "unet/" + UNET["geglu"]}


def ldm(shapes, g):
    """The names of latent diffusion, with underscores."""
    file = File(shapes, g)
    for n, (which, name) in enumerate(LDM.items()):
        file.add("unet", UNET[which], "lora_unet_" + name.replace(".", "_"), KOHYA, rank=2, alpha=1.0 + n % 3)
    return [file], {"merged0": "unet/" + UNET["out1"], "merged1": "unet/" + UNET["shortcut"],
                    "merged2": "unet/" + UNET["time"], "merged3": "unet/" + UNET["down"], "merged4": "unet/" + UNET["up"]}


def peft(shapes, g):
    """PEFT's names with its settings in the header: rank_pattern, alpha_pattern, and α over the root of the rank."""
    file = File(shapes, g)
    ranks, alphas = {"to_k": 2, "^" + UNET["ff"]: 8}, {"attn2.to_out.0": 1.0}
    for which in ("q", "out1", "out2", "k2", "geglu", "ff", "conv", "shortcut"):
        path = UNET[which]
        rank = 2 if which == "k2" else 8 if which == "ff" else 4
        alpha = 1.0 if which == "out2" else 6.0
        file.add("unet", path, "unet." + path, PEFT, rank=rank, scale=alpha / rank ** 0.5)
    for path in TEXT.values():
        file.add("text_encoder", path, "text_encoder." + path, PEFT, rank=2, scale=3.0 / 2)
    settings = {"unet.r": 4, "unet.lora_alpha": 6, "unet.rank_pattern": ranks, "unet.alpha_pattern": alphas,
                "unet.use_rslora": True, "unet.use_dora": False, "text_encoder.r": 2, "text_encoder.lora_alpha": 3,
                "text_encoder.rank_pattern": {}, "text_encoder.alpha_pattern": {}, "text_encoder.use_rslora": False,
                "unet.target_modules": ["to_k", "to_out.0", "to_q"]}
    file.metadata["lora_adapter_metadata"] = json.dumps(settings, indent=2, sort_keys=True)
    return [file], {"merged0": "unet/" + UNET["q"], "merged1": "unet/" + UNET["k2"], "merged2": "unet/" + UNET["ff"],
                    "merged3": "unet/" + UNET["out2"], "merged4": "text_encoder/" + TEXT["tfc1"]}


def two(shapes, g):
    """Two files, one taken away by half: diffusers' older names, and kohya's on some of the same layers."""
    first, second = File(shapes, g), File(shapes, g, -0.5)
    for which in ("q", "out1", "out2", "k2"):
        path = UNET[which]
        block, layer = path.split(".to_")
        first.add("unet", path, "unet." + block + ".processor.to_" + layer.removesuffix(".0"), OLDEST, rank=4)
    first.add("unet", UNET["ff"], "unet." + UNET["ff"], OLD, rank=4)
    first.add("text_encoder", TEXT["tq"], "text_encoder.text_model.encoder.layers.0.self_attn.to_q", OLDEST, rank=2)
    first.add("text_encoder", TEXT["tfc2"], "text_encoder." + TEXT["tfc2"], LINEAR, rank=2)
    for which in ("q", "out2", "conv"):
        second.add("unet", UNET[which], "lora_unet_" + UNET[which].replace(".", "_"), KOHYA, rank=2, alpha=3.0)
    second.add("text_encoder", TEXT["tq"], "lora_te_" + TEXT["tq"].replace(".", "_"), KOHYA, rank=4, alpha=2.0)
    return [first, second], {"merged0": "unet/" + UNET["q"], "merged1": "unet/" + UNET["out2"],
                             "merged2": "unet/" + UNET["conv"], "merged3": "text_encoder/" + TEXT["tq"],
                             "merged4": "text_encoder/" + TEXT["tfc2"]}


CASES = {"lora-kohya": kohya, "lora-ldm": ldm, "lora-peft": peft, "lora-two": two}


def write(prefixes):
    models, shapes = golden.Models(ROOT), Shapes(ROOT / TINY)
    for name, make in CASES.items():
        if not name.startswith(prefixes):
            continue
        folder = ROOT / "cases" / name
        folder.mkdir(parents=True, exist_ok=True)
        files, weights = make(shapes, torch.Generator().manual_seed(golden.seed_of(name, 0)))
        loras = [file.write(folder / f"lora{n}.safetensors") for n, file in enumerate(files)]
        params = {"case": name, "timesteps": [TIMESTEP], "loras": loras,
                  "weights": {key: path + ".weight" for key, path in weights.items()}}
        golden.write_case(ROOT, models, name, "lora", TINY, params, lambda g: {"latent": golden.latent(g, 4, 8, 8)})


# ---------------------------------------------------------------- wrong readings, second opinion, files to try

READINGS = {"lora-kohya": ["without it", "scale 1", "up and down exchanged", "conv product permuted",
                           "to_out of attn2 given to attn1", "merged in float16"],
            "lora-ldm": ["without it", "scale 1", "conv product permuted", "to_out of attn2 given to attn1"],
            "lora-peft": ["without it", "α/r instead of α/√r", "no patterns", "scale 1"],
            "lora-two": ["without it", "weight 1 for both", "the first alone"]}


def altered(params, reading):
    params = json.loads(json.dumps(params))
    for lora_file in params["loras"]:
        for prefix, module in lora_file["modules"].items():
            rank = pieces(load_file(ROOT / "cases" / params["case"] / lora_file["file"]), prefix)["down"].shape[0]
            if module[0] == "unet" and reading == "α/r instead of α/√r":
                module[2] /= rank ** 0.5
            elif module[0] == "unet" and reading == "no patterns":
                module[2] = 6 / 4 ** 0.5
    if reading == "weight 1 for both":
        params["loras"][1]["weight"] = 1
    elif reading == "the first alone":
        params["loras"] = params["loras"][:1]
    return params


def wrong(prefixes):
    models = golden.Models(ROOT)
    print("| Case | Output | Tolerance | Mistake | max abs | relative | × tolerance |\n|---|---|---|---|---|---|---|")
    for name, readings in READINGS.items():
        if not name.startswith(prefixes):
            continue
        case, inputs, expected = golden.read_case(ROOT / "cases" / name)
        for reading in readings:
            found = lora(models.get(TINY), altered(case["params"], reading), inputs, reading,
                         without=reading == "without it")
            rows = []
            for output, tensor in expected.items():
                about = case["tensors"][output]
                largest, relative = golden.deviation(found[output], tensor)
                times = max(largest / about["max_abs"], relative / about["relative"])
                if torch.isfinite(found[output]).all():
                    rows.append((times, output, about, largest, relative))
                else:
                    rows.append((float("inf"), output, about, float("inf"), float("inf")))
            for times, output, about, largest, relative in sorted(rows, key=lambda row: -row[0])[:2] + \
                    [row for row in rows if row[1].startswith("eps")]:
                print(f"| {name} | {output} | {about['max_abs']:.0e} / {about['relative']:.0e} | {reading} "
                      f"| {largest:.2e} | {relative:.2e} | {times:.0f} |", flush=True)


def linear(one, key):
    """Whether a tensor belongs to a linear layer; the loader takes only matrices for them."""
    return any(key.startswith(prefix + ".") and path.split(".")[-1] not in ("proj_in", "proj_out", "conv1", "conv2", "conv",
                                                                           "conv_shortcut")
               for prefix, (_, path, _) in one["modules"].items())


UPSAMPLER = ("up_blocks.0.attentions.2.conv", "up_blocks.0.upsamplers.0.conv")  # the loader's name of output_blocks.2.1


def repaired(alphas, state):
    """The loader gives α of to_q … to_out names that fit no layer, and a layer without one gets the most frequent α."""
    named = {re.sub(r"\.processor\.(to_[a-z]+)_lora\.down\.weight\.alpha", r".\1.alpha", key).replace(".to_out.", ".to_out.0.")
             .replace(*UPSAMPLER): alpha for key, alpha in alphas.items()}
    for key, tensor in state.items():
        match = re.fullmatch(r"(unet\..*?)(?:\.processor\.(to_[a-z]+)_lora|\.lora)\.down\.weight", key)
        if match:
            layer = ".".join(filter(None, match.groups())).replace(".to_out", ".to_out.0")
            named.setdefault(layer.replace(*UPSAMPLER) + ".alpha", tensor.shape[0])
    return named


def second_opinion():
    """ε of the U-Net to which diffusers' own loader has added the files."""
    from diffusers import UNet2DConditionModel
    from diffusers.loaders import StableDiffusionLoraLoaderMixin as Loader
    for name in CASES:
        case, inputs, expected = golden.read_case(ROOT / "cases" / name)
        unet = UNet2DConditionModel.from_pretrained(ROOT / TINY / "unet").eval()
        for n, one in enumerate(case["params"]["loras"]):
            file = ROOT / "cases" / name / one["file"]
            tensors = load_file(file)
            cores = {prefix: path for prefix, (_, path, _) in one["modules"].items() if prefix + ".lora_mid.weight" in tensors}
            if cores:                               # which the loader does not know
                only = {**one, "modules": {prefix: one["modules"][prefix] for prefix in cores}}
                unet.load_state_dict(merged(unet.state_dict(), "unet", [only], file.parent, torch.float32))
            tensors = {key: tensor.flatten(1).float() if linear(one, key) and tensor.dim() == 4 else
                       tensor.float() if tensor.dim() else tensor
                       for key, tensor in tensors.items() if not key.startswith(tuple(cores) or "-")}
            state, alphas, metadata = Loader.lora_state_dict(
                tensors, unet_config=unet.config, return_lora_metadata=True) if name != "lora-peft" else \
                (tensors, None, json.loads(safe_open(file, "pt").metadata()["lora_adapter_metadata"]))
            if alphas:
                alphas = repaired(alphas, state)
            state = {key.replace(*UPSAMPLER): tensor for key, tensor in state.items()}
            unet.load_lora_adapter(state, prefix="unet", adapter_name=f"a{n}", network_alphas=alphas,
                                   metadata=metadata or None)
        unet.set_adapters([f"a{n}" for n in range(len(case["params"]["loras"]))],
                          [one["weight"] for one in case["params"]["loras"]])
        with torch.no_grad():
            eps = unet(inputs["latent"], TIMESTEP, encoder_hidden_states=expected["prompt_embeds"]).sample
        about = case["tensors"][f"eps_t{TIMESTEP}"]
        largest, relative = golden.deviation(eps, expected[f"eps_t{TIMESTEP}"])
        print(f"{name}: diffusers' loader {largest:.1e} / {relative:.1e}, "
              f"tolerance {about['max_abs']:.0e} / {about['relative']:.0e}", flush=True)


def random_lora(model, target, rank=4):
    """A LoRA of every linear layer and convolution of a model, in kohya's names."""
    file, shapes = File(Shapes(model), torch.Generator().manual_seed(19)), Shapes(model)
    for part, into, prefix in (("unet", shapes.unet, "lora_unet_"), ("text_encoder", shapes.text, "lora_te_")):
        for path, shape in into.items():
            if len(shape) in (2, 4) and "embedding" not in path:
                file.add(part, path, prefix + path.replace(".", "_"), KOHYA, rank=rank, alpha=rank / 2,
                         dtype=torch.float16)
    file.write(Path(target))
    print(f"{target}: {len(file.modules)} layers")


if __name__ == "__main__":
    if sys.argv[1:2] == ["wrong"]:
        wrong(tuple(sys.argv[2:]) or "")
    elif sys.argv[1:2] == ["peft"]:
        second_opinion()
    elif sys.argv[1:2] == ["random"]:
        random_lora(sys.argv[2], sys.argv[3], *map(int, sys.argv[4:]))
    else:
        write(tuple(sys.argv[1:]) or "")
