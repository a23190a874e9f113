"""Records what PyTorch's optimizers do in ten steps, as JSON beside this file. Run: python3 test/golden/optimizers/record.py
Everything in float64. Gradients are drawn so that their norm lies on both sides of the clip."""
import json
import pathlib
import torch

SHAPES = {"matrix": [3, 4], "gain": [4]}  # only matrices decay
CASES = {
    "adamw": ("adamw", {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.1}, 1.0),
    "adamw-short-memory": ("adamw", {"beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3, "weightDecay": 0.0}, 0.0),
    "sgd": ("sgd", {"momentum": 0.0, "weightDecay": 0.0}, 1.0),
    "sgd-momentum": ("sgd", {"momentum": 0.9, "weightDecay": 0.1}, 0.5),
}


def torch_optimizer(name, values, params):
    groups = [
        {"params": [params["matrix"]], "weight_decay": values["weightDecay"]},
        {"params": [params["gain"]], "weight_decay": 0.0},
    ]
    if name == "adamw":
        return torch.optim.AdamW(groups, betas=(values["beta1"], values["beta2"]), eps=values["epsilon"])
    return torch.optim.SGD(groups, momentum=values["momentum"])


def record(name, values, max_grad_norm):
    random = torch.Generator().manual_seed(1)
    draw = lambda shape, scale=1.0: scale * torch.randn(shape, generator=random, dtype=torch.float64)
    params = {key: torch.nn.Parameter(draw(shape)) for key, shape in SHAPES.items()}
    listed = lambda tensors: {key: tensor.detach().flatten().tolist() for key, tensor in tensors.items()}
    start = listed(params)
    optimizer = torch_optimizer(name, values, params)
    steps = []
    for step in range(1, 11):
        rate = 0.1 / step
        for group in optimizer.param_groups:
            group["lr"] = rate
        for key, shape in SHAPES.items():
            params[key].grad = draw(shape, 0.05 * step)
        gradients = listed({key: param.grad for key, param in params.items()})
        norm = torch.nn.utils.clip_grad_norm_(params.values(), max_grad_norm or float("inf")).item()
        optimizer.step()
        steps.append({"learningRate": rate, "gradients": gradients, "gradNorm": norm, "params": listed(params)})
    return {
        "recordedWith": f"torch {torch.__version__}, float64",
        "optimizer": name, "values": values, "maxGradNorm": max_grad_norm,
        "shapes": SHAPES, "start": start, "steps": steps,
    }


for file, (name, values, max_grad_norm) in CASES.items():
    path = pathlib.Path(__file__).parent / f"{file}.json"
    path.write_text(json.dumps(record(name, values, max_grad_norm), indent=1) + "\n")
