"""The same models in PyTorch eager, for `npm run bench`: what a user would write instead, written as well as we know how.

One JSON command a line on stdin, one JSON answer a line on stdout:
  {"do": "open", "shape": {...}, "threads": 2}      -> {"parameters": n}
  {"do": "train", "batch": B, "length": T, "least": M} -> {"ms": ...} mean of the updates (forward, backward, clip, AdamW) that fill M ms
  {"do": "decode", "batch": B, "prompt": P, "new": N} -> {"ms": ...}  N tokens a row after P read ones, reading not timed

Written for eager on the CPU: one matrix for query, key and value and one for gate and up, fused RMSNorm, attention and AdamW, a
preallocated KV cache. Decoding puts the query heads of a shared key head beside each other as positions, so the cache is never copied.
Sampled: the token and its log-prob. (Ours records the entropy too.)
"""

import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.heads, self.kv_heads, self.size = s["heads"], s["kvHeads"], s["headSize"]
        self.q, self.kv = self.heads * self.size, self.kv_heads * self.size
        self.epsilon = s["epsilon"]
        self.attention_norm = nn.Parameter(torch.ones(s["width"]))
        self.qkv = nn.Linear(s["width"], self.q + 2 * self.kv, bias=False)
        self.output = nn.Linear(self.q, s["width"], bias=False)
        self.mlp_norm = nn.Parameter(torch.ones(s["width"]))
        self.gate_up = nn.Linear(s["width"], 2 * s["hidden"], bias=False)
        self.down = nn.Linear(s["hidden"], s["width"], bias=False)

    def norm(self, x, gain):
        return F.rms_norm(x, (x.shape[-1],), gain, self.epsilon)

    def heads_of(self, x, cos, sin):
        """[B, T, C] -> rotated q [B, H, T, D], rotated k and v [B, Hkv, T, D]."""
        b, t, _ = x.shape
        qkv = self.qkv(self.norm(x, self.attention_norm)).view(b, t, -1, self.size).transpose(1, 2)
        qk, v = qkv.split([self.heads + self.kv_heads, self.kv_heads], dim=1)
        low, high = qk.chunk(2, dim=-1)
        qk = torch.cat((low * cos - high * sin, high * cos + low * sin), dim=-1)
        return qk[:, : self.heads], qk[:, self.heads :], v

    def rest(self, x, mixed):
        x = x + self.output(mixed)
        gate, up = self.gate_up(self.norm(x, self.mlp_norm)).chunk(2, dim=-1)
        return x + self.down(F.silu(gate) * up)

    def forward(self, x, cos, sin):
        b, t, _ = x.shape
        q, k, v = self.heads_of(x, cos, sin)
        groups = self.heads // self.kv_heads
        if groups > 1:
            k, v = k.repeat_interleave(groups, dim=1), v.repeat_interleave(groups, dim=1)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.rest(x, mixed.transpose(1, 2).reshape(b, t, self.q))

    def decode(self, x, cos, sin, keys, values, position):
        """One token a row: x [B, 1, C]; keys and values [B, Hkv, most, D] are written at `position`."""
        b = x.shape[0]
        q, k, v = self.heads_of(x, cos, sin)
        keys[:, :, position], values[:, :, position] = k[:, :, 0], v[:, :, 0]
        q = q.reshape(b, self.kv_heads, self.heads // self.kv_heads, self.size)
        end = position + 1
        mixed = F.scaled_dot_product_attention(q, keys[:, :, :end], values[:, :, :end])
        return self.rest(x, mixed.reshape(b, 1, self.q))


class Model(nn.Module):
    def __init__(self, s, longest=2048):
        super().__init__()
        self.shape = s
        self.embedding = nn.Embedding(s["vocabularySize"], s["width"])
        self.convolution = nn.Parameter(torch.randn(s["convolution"], s["width"]) * 0.5)
        self.blocks = nn.ModuleList(Block(s) for _ in range(s["layers"]))
        self.norm = nn.Parameter(torch.ones(s["width"]))
        nn.init.normal_(self.embedding.weight, std=s["width"] ** -0.5)
        half = s["headSize"] // 2
        angles = torch.outer(torch.arange(longest), s["ropeBase"] ** (-torch.arange(half) / half))
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())

    def embed(self, ids):
        """ids [B, T + convolution - 1] -> [B, T, C]; the first convolution - 1 are the tokens before."""
        e, taps = self.embedding(ids), self.shape["convolution"]
        t = ids.shape[1] - taps + 1
        return sum(e[:, taps - 1 - back : taps - 1 - back + t] * self.convolution[back] for back in range(taps))

    def logits(self, x):
        return F.linear(F.rms_norm(x, (x.shape[-1],), self.norm, self.shape["epsilon"]), self.embedding.weight)

    def forward(self, ids):
        x = self.embed(ids)
        t = x.shape[1]
        for block in self.blocks:
            x = block(x, self.cos[:t], self.sin[:t])
        return self.logits(x)


class Bench:
    def open(self, shape, threads):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.model = Model(shape)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-4, fused=True)
        self.caches = {}
        return {"parameters": sum(p.numel() for p in self.model.parameters())}

    def padded(self, batch, length):
        """Random ids with `convolution - 1` before them."""
        shape = self.model.shape
        return torch.randint(shape["vocabularySize"], (batch, length + shape["convolution"] - 1))

    def train(self, batch, length, least):
        ids = self.padded(batch, length)
        start, updates = time.perf_counter(), 0
        while updates == 0 or 1000 * (time.perf_counter() - start) < least:
            self.update(ids, length)
            updates += 1
        return {"ms": 1000 * (time.perf_counter() - start) / updates}

    def update(self, ids, length):
        logits = self.model(ids)[:, :-1]
        targets = ids[:, -length + 1 :]
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        loss.item()

    @torch.inference_mode()
    def decode(self, batch, prompt, new):
        model, shape = self.model, self.model.shape
        taps, most = shape["convolution"], prompt + new
        ids = torch.zeros(batch, taps - 1 + most, dtype=torch.int64)
        ids[:, : taps - 1 + prompt] = self.padded(batch, prompt)
        key = (batch, most)
        if key not in self.caches:
            per_layer = (shape["layers"], batch, shape["kvHeads"], most, shape["headSize"])
            self.caches[key] = torch.zeros(per_layer), torch.zeros(per_layer)
        keys, values = self.caches[key]
        log_probs = torch.zeros(batch, new)

        x = model.embed(ids[:, : taps - 1 + prompt])
        for layer, block in enumerate(model.blocks):
            _, k, v = block.heads_of(x, model.cos[:prompt], model.sin[:prompt])
            keys[layer, :, :, :prompt], values[layer, :, :, :prompt] = k, v
            x = block(x, model.cos[:prompt], model.sin[:prompt])
        logits = model.logits(x[:, -1])

        start = time.perf_counter()
        for i in range(new):
            log_prob = F.log_softmax(logits, dim=-1)
            token = torch.multinomial(log_prob.exp(), 1)
            log_probs[:, i] = log_prob.gather(1, token)[:, 0]
            position = prompt + i
            ids[:, taps - 1 + position] = token[:, 0]
            x = model.embed(ids[:, position : position + taps])
            cos, sin = model.cos[position : position + 1], model.sin[position : position + 1]
            for layer, block in enumerate(model.blocks):
                x = block.decode(x, cos, sin, keys[layer], values[layer], position)
            logits = model.logits(x[:, 0])
        return {"ms": 1000 * (time.perf_counter() - start)}


def main():
    bench = Bench()
    for line in sys.stdin:
        command = json.loads(line)
        print(json.dumps(getattr(bench, command.pop("do"))(**command)), flush=True)


if __name__ == "__main__":
    main()
