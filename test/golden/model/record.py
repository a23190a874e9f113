"""Records loss, log-probs and gradients of the decoder as PyTorch computes them, as JSON beside this file.
Run from the repository's root: python3 test/golden/model/record.py
The decoder is written again from its description; only the initial parameters come from the project, so that both start alike.
Everything in float64."""
import json
import math
import pathlib
import subprocess
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
ARCHITECTURES = {
    "tied-grouped-convolution": dict(vocabularySize=23, width=16, layers=2, heads=4, kvHeads=2, headSize=4, hidden=24,
                                     convolution=3, tied=True, ropeBase=10000, epsilon=1e-6),
    "untied-plain": dict(vocabularySize=19, width=12, layers=1, heads=2, kvHeads=2, headSize=6, hidden=20,
                         convolution=1, tied=False, ropeBase=500, epsilon=1e-5),
}
SEED = 5
OBJECTIVE = dict(clipLow=0.2, clipHigh=0.28, dualClip=3, aggregation="tokenMean", klCoefficient=0.05, klEstimator="k3",
                 entropyCoefficient=0.01)
LISTED = ["embedding", "convolution", "layers.0.attention.norm", "layers.0.attention.key", "layers.0.mlp.norm", "norm"]


def initial_parameters(architecture):
    script = """
    import { initialParameters } from './shared/model/parameters.ts';
    const [architecture, seed] = JSON.parse(process.argv.at(-1));
    const listed = Object.entries(initialParameters(architecture, seed)).map(([k, { shape, data }]) => [k, shape, [...data]]);
    console.log(JSON.stringify(listed));
    """
    arguments = ["node_modules/.bin/node", "--input-type=module", "-e", script, "--", json.dumps([architecture, SEED])]
    out = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    return {name: torch.tensor(data, dtype=torch.float64).reshape(shape).requires_grad_() for name, shape, data in json.loads(out)}


def rms_norm(x, gain, epsilon):
    return gain * x / torch.sqrt((x * x).mean(-1, keepdim=True) + epsilon)


def rotate(x, base):  # x [T, heads, D], halves as in Llama
    length, _, size = x.shape
    angles = torch.arange(length, dtype=torch.float64)[:, None] * base ** (-torch.arange(size // 2, dtype=torch.float64) * 2 / size)
    cos, sin = angles.cos()[:, None], angles.sin()[:, None]
    a, b = x[..., : size // 2], x[..., size // 2 :]
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def log_probs(a, p, tokens):
    """[T − 1, V]: row t − 1 predicts token t."""
    ids = torch.tensor([0] * (a["convolution"] - 1) + tokens)  # the token 0 stands before the first one
    x = p["embedding"][ids]
    if a["convolution"] > 1:
        x = sum(p["convolution"][back] * x[a["convolution"] - 1 - back : len(ids) - back] for back in range(a["convolution"]))
    length = len(tokens)
    causal = torch.full((length, length), -math.inf, dtype=torch.float64).triu(1)
    for layer in range(a["layers"]):
        w = lambda name: p[f"layers.{layer}.{name}"]
        h = rms_norm(x, w("attention.norm"), a["epsilon"])
        heads = lambda name: (h @ w(f"attention.{name}")).reshape(length, -1, a["headSize"])
        q, k, v = rotate(heads("query"), a["ropeBase"]), rotate(heads("key"), a["ropeBase"]), heads("value")
        groups = a["heads"] // a["kvHeads"]
        k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
        scores = torch.einsum("thd,shd->hts", q, k) / math.sqrt(a["headSize"]) + causal
        mixed = torch.einsum("hts,shd->thd", scores.softmax(-1), v).reshape(length, -1)
        x = x + mixed @ w("attention.output")
        h = rms_norm(x, w("mlp.norm"), a["epsilon"])
        x = x + (F.silu(h @ w("mlp.gate")) * (h @ w("mlp.up"))) @ w("mlp.down")
    logits = rms_norm(x, p["norm"], a["epsilon"]) @ (p["embedding"].T if a["tied"] else p["head"])
    return logits.log_softmax(-1)[:-1]


def policy_loss(log_prob, entropy, row):
    o, weight, advantage = OBJECTIVE, *(torch.tensor(row[key], dtype=torch.float64)[1:] for key in ("weight", "advantage"))
    old, ref = (torch.tensor(row[key], dtype=torch.float64)[1:] for key in ("oldLogProb", "refLogProb"))
    ratio = (log_prob - old).exp()
    free, held = -ratio * advantage, -ratio.clamp(1 - o["clipLow"], 1 + o["clipHigh"]) * advantage
    policy = torch.maximum(free, held)
    policy = torch.where(advantage < 0, torch.minimum(policy, -o["dualClip"] * advantage), policy)
    x = log_prob - ref
    loss = weight * (policy + o["klCoefficient"] * ((-x).exp() + x - 1) - o["entropyCoefficient"] * entropy)
    masked = weight != 0
    sums = {
        "clipFraction": (policy != free)[masked].sum().item(),
        "klOldK1": (old - log_prob)[masked].sum().item(),
        "klOldK3": (ratio - 1 - (log_prob - old))[masked].sum().item(),
        "klRefK3": ((-x).exp() + x - 1)[masked].sum().item(),
        "entropy": entropy[masked].sum().item(),
    }
    return loss.sum(), sums, masked.sum().item()


def gradients(p, loss):
    for parameter in p.values():
        parameter.grad = None
    loss.backward(retain_graph=True)
    norm = math.sqrt(sum((parameter.grad**2).sum().item() for parameter in p.values()))
    return {"gradNorm": norm, "gradients": {name: p[name].grad.flatten().tolist() for name in LISTED if name in p}}


def record(a):
    p = initial_parameters(a)
    random = torch.Generator().manual_seed(SEED)
    draw = lambda n, scale=1.0: (scale * torch.randn(n, generator=random)).tolist()
    tokens = [torch.randint(a["vocabularySize"], (n,), generator=random).tolist() for n in (9, 5, 12)]
    tables = [log_probs(a, p, row) for row in tokens]  # [T − 1, V] each
    own = [table.gather(1, torch.tensor(row[1:])[:, None])[:, 0] for table, row in zip(tables, tokens)]
    entropies = [-(table.exp() * table).sum(-1) for table in tables]
    rows = []
    for row, log_prob in zip(tokens, own):
        n = len(row)
        mask = [int(t > n // 3) for t in range(n)]
        near = lambda scale: [0.0, *(log_prob.detach() + torch.tensor(draw(n - 1, scale), dtype=torch.float64)).tolist()]
        rows.append({
            "tokens": row,
            "logProbs": [0.0, *log_prob.tolist()],
            "weight": [m / sum(mask) / 3 for m in mask],
            "advantage": draw(n),
            "oldLogProb": near(0.4),
            "refLogProb": near(0.3),
        })
    weight = lambda row: torch.tensor(row["weight"], dtype=torch.float64)[1:]
    supervised = sum(-(weight(row) * log_prob).sum() for row, log_prob in zip(rows, own))
    parts = [policy_loss(log_prob, entropy, row) for log_prob, entropy, row in zip(own, entropies, rows)]
    policy, count = sum(loss for loss, _, _ in parts), sum(count for _, _, count in parts)
    means = {name: sum(sums[name] for _, sums, _ in parts) / count for name in parts[0][1]}
    return {
        "recordedWith": f"torch {torch.__version__}, float64",
        "architecture": a, "seed": SEED, "objective": OBJECTIVE, "rows": rows,
        "supervised": {"loss": supervised.item(), **gradients(p, supervised)},
        "policy": {"loss": policy.item(), **means, **gradients(p, policy)},
    }


for name, architecture in ARCHITECTURES.items():
    (HERE / f"{name}.json").write_text(json.dumps(record(architecture)) + "\n")
