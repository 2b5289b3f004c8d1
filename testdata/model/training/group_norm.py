"""Group norm with a backward pass of whole-tensor operations.

In channels_last on a CPU PyTorch's own takes four times as long, a fifth of a step of the autoencoder's training.
"""
import torch
import torch.nn as nn


class FastGroupNorm(torch.autograd.Function):
    @staticmethod
    def forward(context, x, groups, weight, bias, epsilon):
        n, c = x.shape[:2]
        y, mean, inverse = torch.native_group_norm(
            x, weight.to(x.dtype), bias.to(x.dtype), n, c, x[0, 0].numel(), groups, epsilon)
        context.save_for_backward(x, weight, mean.float(), inverse.float())
        context.groups = groups
        return y

    @staticmethod
    def backward(context, dy):
        x, weight, mean, inverse = context.saved_tensors
        n, c = x.shape[:2]
        groups, count = context.groups, x[0].numel() // context.groups
        dy = dy.contiguous(memory_format=torch.channels_last)
        by_x = (dy * x).sum((2, 3), dtype=torch.float32)  # [N, C]
        plain = dy.sum((2, 3), dtype=torch.float32)
        m, s = (t.repeat_interleave(c // groups, 1) for t in (mean, inverse))
        d_weight, d_bias = ((by_x - plain * m) * s).sum(0), plain.sum(0)
        by_x_group = (by_x * weight).view(n, groups, -1).sum(2)
        plain_group = (plain * weight).view(n, groups, -1).sum(2)
        slope = (plain_group * mean - by_x_group) * inverse ** 3 / count
        offset = -slope * mean - plain_group * inverse / count
        slope, offset = (t.repeat_interleave(c // groups, 1)[..., None, None].to(x.dtype) for t in (slope, offset))
        dx = torch.addcmul(offset, x, slope).addcmul_(dy, (s * weight)[..., None, None].to(x.dtype))
        return dx, None, d_weight, d_bias, None


def speed_up(model):
    """Let every group norm of the model use it."""
    for norm in model.modules():
        if isinstance(norm, nn.GroupNorm):
            norm.forward = lambda x, norm=norm: FastGroupNorm.apply(x, norm.num_groups, norm.weight, norm.bias, norm.eps)
    return model
