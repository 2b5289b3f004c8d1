"""The kinds of golden cases. Each function computes the outputs of a case from its model, parameters and inputs.

This is the list of what a test runner of another implementation has to do.
"""

import math

import torch

import zstar


def options(p):
    known = zstar.Options.__dataclass_fields__
    return zstar.Options(**{name: tuple(value) if isinstance(value, list) else value
                            for name, value in p.items() if name in known})


def numbered(tensors, name):
    """name0, name1, … as a list."""
    found = []
    while f"{name}{len(found)}" in tensors:
        found.append(tensors[f"{name}{len(found)}"])
    return found


def number(value):
    return torch.tensor([value], dtype=torch.float64)


def text_null_prompt(model, p, t):
    return {"prompt_embeds": model.prompt}


def schedule(model, p, t):
    tau, levels = model.schedule.grid(p["steps"], p.get("timesteps_listed"), p.get("inversion_steps"))
    return {"alphas_cumprod": model.schedule.alphas_cumprod, "timesteps": torch.tensor(tau),
            "alpha": levels[1:], "alpha_previous": levels[:-1]}


def estimates(model, p, t):
    """x̂₀ and ε̂ of a latent at the noise levels of some timesteps."""
    out = {}
    for step in p["timesteps"]:
        alpha = model.schedule.alpha(step)
        out[f"x0_t{step}"], out[f"noise_t{step}"] = zstar.estimate(
            model.schedule, t["latent"], model.noise(t["latent"], step)[0], alpha)
    return out


def timestep_embedding(model, p, t):
    steps = torch.tensor(p["timesteps"])
    sinusoid = model.unet.time_proj(steps).to(model.prompt.dtype)
    return {"sinusoid": sinusoid, "embedding": model.unet.time_embedding(sinusoid)}


def vae_encode(model, p, t):
    return {"latent": model.encode(t["image"])}


def vae_decode(model, p, t):
    return {"image": model.decode(t["latent"])}


def vae_round_trip(model, p, t):
    latent = model.encode(t["image"])
    return {"latent": latent, "round_trip": model.decode(latent)}


def unet(model, p, t):
    """Layers in `features`: output of attn1. Layers in `kv`: its own K and V, at the first timestep only."""
    out = {}
    for n, step in enumerate(p["timesteps"]):
        eps, run = model.noise(t["latent"], step)
        out[f"eps_t{step}"] = eps
        for layer in p["features"]:
            out[f"features{layer}_t{step}"] = run.features[layer]
        for layer in p["kv"] if n == 0 else []:
            out[f"k{layer}_t{step}"], out[f"v{layer}_t{step}"] = run.kv[layer]
    return out


def ddim_invert(model, p, t):
    return {"traj": torch.cat(zstar.invert(model, t["latent"], p["steps"], p.get("inversion_every", 1),
                                           p.get("timesteps_listed"), p.get("inversion_steps")))}


def ddim_reconstruct(model, p, t):
    traj = zstar.invert(model, t["latent"], p["steps"], 1, p.get("timesteps_listed"), p.get("inversion_steps"))
    frame = zstar.denoise(model, traj[-1], [], options({**p, "arrangement": "none"}))
    return {"noise": traj[-1], "x_step1": frame.x[1], "x_step3": frame.x[3], "x_final": frame.x[-1]}


def attention(model, p, t):
    """One layer's attention on given tensors; masks are already on the token grid."""
    own = {"first": ("k_first", "v_first"), "previous": ("k_previous", "v_previous"), "self": ("k_c", "v_c")}
    names = [own[name] for name in p.get("attend", [])] or [own["self"]]
    content = tuple(torch.cat([t[pair[i]] for pair in names], 1) for i in (0, 1))
    styles = list(zip(numbered(t, "k_s"), numbered(t, "v_s")))
    offset = -math.log(len(names)) if p.get("attend_balance") else 0.0
    return {"out": zstar.arranged_attention(t["q"], content, styles, p["arrangement"], p["lambdas"],
                                            p.get("add_weight", 0.5), numbered(t, "mask") or None, offset)}


def attention_upcast(model, p, t):
    """diffusers' attention scores of 16-bit queries and keys with upcast_attention, times the values."""
    from diffusers.models.attention_processor import Attention
    layer = Attention(query_dim=t["q"].shape[0] * t["q"].shape[2], heads=t["q"].shape[0], dim_head=t["q"].shape[2],
                      upcast_attention=True)
    dtype = torch.float16 if t["q"].dtype == torch.float32 else t["q"].dtype

    def mixed(scale):
        q, k, v = ((scale * t["q"]).to(dtype), (scale * t["k_c"]).to(dtype), t["v_c"].to(dtype))
        return torch.bmm(layer.get_attention_scores(q, k), v).to(t["q"].dtype)
    return {"out": mixed(1.0), "out_large": mixed(p["scale"])}


def cosine(model, p, t):
    return {"cosine": zstar.attention_cosine(t["q"], (t["k_c"], t["v_c"]), (t["k_s0"], t["v_s0"]))}


def mask(model, p, t):
    soft = zstar.feathered(t["mask"], p["mask_feather"])
    return {"feathered": soft, **{f"grid_{h}x{w}": zstar.on_grid(soft, (h, w)) for h, w in p["grids"]}}


def sain(model, p, t):
    x, w, kl, prob_s, prob_c = zstar.sain(t["f_c"], numbered(t, "f_s"), p["lambdas"], p["sain"])
    out = {"x": x, "w": number(w)}
    if prob_s is not None:
        out |= {"kl": number(kl), "p": prob_s, "q": prob_c}
    return out


def stylise(model, p, t):
    """From latents; or from RGB images, and then back to RGB."""
    rgb = "content_image" in t
    content = model.encode(t["content_image"]) if rgb else t["content"]
    latents = [model.encode(image) for image in numbered(t, "style_image")] if rgb else numbered(t, "style")
    opt = options(p)
    styles = [zstar.style_path(model, latent, opt.steps, opt.timesteps_listed, opt.inversion_steps)
              for latent in latents]
    masks = numbered(t, "mask") or None
    frame, traj, (x, w, kl, _, _) = zstar.stylise(model, content, styles, opt, masks)
    out = {"content_noise": traj[-1]}
    for n, style in enumerate(styles):
        out[f"style_noise{n}"] = style.traj[-1]
    if opt.sain in ("sain", "printed"):
        out["kl"] = number(kl)
    layer = opt.layers[1]
    out[f"k_s0_step{opt.start}_layer{layer}"], out[f"v_s0_step{opt.start}_layer{layer}"] = \
        styles[0].kv[opt.start][layer]
    out |= {"w": number(w), "x_step0": x, "x_step1": frame.x[1], "x_step3": frame.x[3],
            f"features{layer}_step{opt.start}": frame.features[opt.start][layer], "x_final": frame.x[-1]}
    if rgb:
        out |= {"content_latent": content, "image": model.decode(frame.x[-1])}
    return out


def video(model, p, t):
    opt = options(p)
    styles = [zstar.style_path(model, latent, opt.steps) for latent in numbered(t, "style")]
    motions = [torch.cat([t[f"flow{i}"], t[f"tau{i}"][None]]) for i in range(1, 4) if f"flow{i}" in t]
    frames = zstar.stylise_video(model, numbered(t, "content"), styles, opt, motions)
    out = {"x_step0_frame1": frames[1].x[0], "x_step1_frame1": frames[1].x[1],
           "x_step3_frame1": frames[1].x[3], "x_step1_frame2": frames[2].x[1]}
    for i, frame in enumerate(frames):
        out[f"x_final_frame{i}"] = frame.x[-1]
    if opt.energy != "none":
        out["energy"] = torch.tensor([frame.energy for frame in frames[1:]], dtype=torch.float64)
    return out


def style_difference(model, p, t):
    """Eq. 14 at every step, for the stylised features and for the plain content features."""
    opt = options(p)
    style = zstar.style_path(model, t["style0"], opt.steps)
    plain = zstar.Options(steps=opt.steps, arrangement="none", sain="none")
    out = {}
    for name, setting in (("stylised", opt), ("unstylised", plain)):
        frame = zstar.stylise(model, t["content"], [style], setting)[0]
        out[name] = torch.stack([zstar.style_difference(mine[15], theirs[15])
                                 for mine, theirs in zip(frame.features, style.features)])
    return out


def differences(model, p, t):
    diff, mean, variance = zstar.differences(numbered(t, "frame"))
    return {"diff": diff, "mean": mean[None], "variance": variance[None]}


def vgg_losses(vgg, p, t):
    out = {f"relu{n + 1}_1": tap for n, tap in enumerate(vgg(t["result"]))}
    out["content_loss"] = zstar.content_loss(vgg, t["result"], t["content"])[None]
    out["style_loss"] = zstar.style_loss(vgg, t["result"], t["style"])[None]
    return out


KINDS = {
    "text-null-prompt": text_null_prompt, "schedule": schedule, "estimates": estimates, "timestep-embedding": timestep_embedding,
    "vae-encode": vae_encode, "vae-decode": vae_decode, "vae-round-trip": vae_round_trip, "unet": unet, "ddim-invert": ddim_invert,
    "ddim-reconstruct": ddim_reconstruct, "attention": attention, "attention-upcast": attention_upcast, "cosine": cosine, "mask": mask, "sain": sain,
    "stylise": stylise, "video": video, "style-difference": style_difference, "differences": differences,
    "vgg-losses": vgg_losses,
}
