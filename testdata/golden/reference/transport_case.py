"""Makes the golden case `transport` from transport_reference.py: three pairs of frames with their motion, its trust, the change
of light between them, and what is carried of an earlier result.

    python3 transport_case.py       # writes ../appearance/transport; needs numpy and OpenCV 4.13 or 4.14

`pan` and `object` move, `light` is darker by 15 % and hardly moves. The flows are inputs of the case: OpenCV's versions differ in
their last digits. OpenCV 5 also interpolates otherwise; the product's is 4.13. No pixel of the case is at the edge of being visible. `both` carries the high band too (a 0.6, b 0.4, 4 pixels); `older` also carries an older result, here the
result turned by half a turn, with the motion and trust of the pair.
"""
import pathlib

import cv2
import numpy as np

import transport_reference as reference

WIDTH, HEIGHT = 64, 48
OLDER_SHARE, MOST = 0.2, 0.95


def older_too(before, result, motion, old, old_motion):
    tau, tau_old = motion.tau[..., None], old_motion.tau[..., None]
    sigma = reference.BAND * min(result.shape[:2]) / reference.LINES
    low = tau * reference.blur(tau * (reference.warp(before, motion.flow, cv2.INTER_CUBIC) - result), sigma)
    ago = tau_old * reference.blur(tau_old * (reference.warp(old, old_motion.flow, cv2.INTER_CUBIC) - result), sigma)
    share = np.minimum(reference.A, MOST - OLDER_SHARE * tau_old)
    return result + share * low + OLDER_SHARE * ago


def main():
    here = pathlib.Path(__file__).parent.parent
    folder = here / "appearance" / "transport"
    folder.mkdir(parents=True, exist_ok=True)

    def photo(name, size):
        return cv2.resize(cv2.imread(str(here.parent / "photos" / f"{name}.jpg")), size, interpolation=cv2.INTER_AREA)

    ground, patch = photo("coffee", (180, 120)), photo("chelsea", (22, 22))
    ground = ground[20:20 + HEIGHT + 8, 20:20 + WIDTH + 40]

    def view(dx, dy=0):
        return ground[dy:dy + HEIGHT, dx:dx + WIDTH].copy()

    def crossed(x):
        frame = view(6)
        frame[14:36, x:x + 22] = patch
        return frame

    light = np.uint8(np.rint(view(1, 1) * 0.85))
    for name, (now, earlier) in dict(pan=(view(5, 1), view(2)), object=(crossed(28), crossed(19)),
                                     light=(light, view(1))).items():
        flows = (reference.DIS.calc(reference.gray(a), reference.gray(b), None) for a, b in ((now, earlier), (earlier, now)))
        there, back = (flow.astype(np.float32) for flow in flows)
        motion = reference.Motion(now, earlier, (there, back))
        result = np.uint8(np.clip(cv2.GaussianBlur(now, (0, 0), 1.2) * [1.05, 0.95, 0.8] + [20, 5, -5], 0, 255))
        before = np.uint8(np.clip(cv2.GaussianBlur(earlier, (0, 0), 0.8) * [0.9, 1.0, 0.9] + [-5, 15, 10], 0, 255))
        r, b = result.astype(np.float32), before.astype(np.float32)
        out = dict(carried=reference.carried(b, r, motion))
        if name == "object":
            out["both"] = reference.carried(b, r, motion, a=0.6, b=0.4, band=4.0)
        if name == "pan":
            out["older"] = older_too(b, r, motion, r[::-1, ::-1].copy(), motion)
        arrays = dict(now=now[..., ::-1], earlier=earlier[..., ::-1], result=result[..., ::-1], before=before[..., ::-1],
                      flow=there, back=back, visible=motion.v.astype(np.uint8)[..., None], trust=motion.tau[..., None],
                      gain=np.array([[[motion.gain]]], np.float64), **{k: v[..., ::-1].astype("<f4") for k, v in out.items()})
        for key, array in arrays.items():
            np.save(folder / f"{name}-{key}.npy", np.ascontiguousarray(array))
        print(name, "trust %.3f" % motion.tau.mean(), "hidden", int((~motion.v).sum()), "gain %.4f" % motion.gain,
              "carried %.3f" % np.abs(out["carried"] - r).mean())


if __name__ == "__main__":
    main()
