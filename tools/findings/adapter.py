"""Train the adapter by which the packaged language model judges findings.

    python tools/findings/adapter.py LETTERS_FOLDER [--output kg/findings/adapter.npz]

Sentences are read in windows of their passages (kg.findings.windows); letters that are missing are skipped. Needs torch
and transformers, which come with sentence-transformers, and about 25 minutes on one processor.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpus import body_of, labels_by_letter, load_letters, sentence_hash
from torch import nn
from transformers import AutoModel

from kg.encoder.package import open_tokenizer, weights_file
from kg.findings.linear import POLARITIES
from kg.findings.themes import THEMES
from kg.findings.windows import Window, windows

BATCH, ROUNDS, FAST, HEADS = 16, 3, 1.5e-3, 2e-3
FROZEN, RANK = 2, 16  # lowest layers that are left as they are; width of the thin matrices
TONE = 0.7  # what polarity weighs, where themes weigh 1
_PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip
log = logging.getLogger("adapter")


@dataclass(slots=True)
class Lessons:
    """Windows, and of each labelled sentence in them (by number) its cues, its list and its label."""

    windows: list[Window]
    cues: np.ndarray
    listed: np.ndarray
    polarity: np.ndarray
    themes: np.ndarray


class Thin(nn.Module):
    """A matrix that stays as it is, and two thin ones beside it that are trained."""

    def __init__(self, whole: nn.Linear) -> None:
        super().__init__()
        self.whole = whole
        self.down = nn.Parameter(torch.randn(RANK, whole.in_features) / whole.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(whole.out_features, RANK))

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        """The matrix's own product and the thin ones'."""
        product: torch.Tensor = self.whole(value) + (value @ self.down.T) @ self.up.T
        return product


class Pupil(nn.Module):
    """The language model under a head for themes, which sees the cues, and one for polarity, which sees the list."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.base = AutoModel.from_pretrained(folder, attn_implementation="sdpa")
        for weight in self.base.parameters():
            weight.requires_grad = False
        for layer in self.base.encoder.layer[FROZEN:]:
            for path in _PARTS:
                above, name = layer.get_submodule(path.rpartition(".")[0]), path.rpartition(".")[2]
                setattr(above, name, Thin(getattr(above, name)))
            for name, weight in layer.named_parameters():
                weight.requires_grad = "LayerNorm" in name or name.endswith((".down", ".up"))
        width = self.base.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.themes = nn.Linear(width, len(THEMES))
        self.cues = nn.Parameter(torch.full((len(THEMES),), 2.0))
        self.polarity = nn.Linear(width + 2, len(POLARITIES))
        nn.init.constant_(self.themes.bias, -2.5)

    def lower(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the layers that are not trained make of the pieces."""
        value = self.base.embeddings(input_ids=ids, token_type_ids=types)
        return self._through(self.base.encoder.layer[:FROZEN], value, mask)

    def forward(self, value: torch.Tensor, mask: torch.Tensor, of: torch.Tensor, mean: torch.Tensor) -> torch.Tensor:
        """For each sentence the mean state of its pieces, `mean`, in the window `of` it."""
        states = self._through(self.base.encoder.layer[FROZEN:], value, mask)
        return self.drop(torch.einsum("rl,rld->rd", mean, states.float()[of]))

    def heads(self, read: torch.Tensor, cues: torch.Tensor, listed: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The sums for themes and for polarity."""
        return self.themes(read) + cues * self.cues, self.polarity(torch.cat([read, listed], 1))

    @staticmethod
    def _through(layers: Any, value: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = (1 - mask[:, None, None, :].float()) * -1e4
        for layer in layers:
            found = layer(value, hidden.to(value.dtype))
            value = found[0] if isinstance(found, tuple) else found
        return value


def lessons(folder: Path, without: frozenset[str]) -> Lessons:
    """The windows that hold labelled sentences, and their labels."""
    known = labels_by_letter()
    tokenizer = open_tokenizer(weights_file())
    held: list[Window] = []
    told: list[tuple[list[float], ...]] = []
    for key, letter in load_letters(folder, without):
        if key not in known:
            continue
        body = body_of(letter)
        number: dict[int, int] = {}
        for place in body.judged.tolist():
            label = known[key].get(sentence_hash(body.units[place].text))
            if label is not None:
                number[place] = len(told)
                listed = [float(body.units[place].listed == kind) for kind in ("strength", "improvement")]
                polarity = [float(label["polarity"] == one) for one in POLARITIES]
                themes = [float(theme in label["themes"]) for theme in THEMES]
                told.append((body.seen.cues[place].tolist(), listed, polarity, themes))
        for window in windows(body.units, body.judged.tolist(), letter.topic, tokenizer):
            window.spans[:] = [(number[place], *span) for place, *span in window.spans if place in number]
            if window.spans:
                held.append(window)
    log.info("%d labelled sentences in %d windows", len(told), len(held))
    return Lessons(held, *(np.array(column, np.float32) for column in zip(*told, strict=True)))


def _packed(found: list[Window]) -> tuple[torch.Tensor, ...]:
    """Pieces, types and mask of windows, and of each of their sentences its number, its window and its mean."""
    length = max(len(window.ids) for window in found)
    ids, types, mask = (torch.zeros(len(found), length, dtype=torch.long) for _ in range(3))
    of, numbers, means = [], [], []
    for row, window in enumerate(found):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        types[row, window.opening : len(window.ids)] = 1
        mask[row, : len(window.ids)] = 1
        for number, begin, end in window.spans:
            mean = torch.zeros(length)
            mean[begin:end] = 1 / (end - begin)
            of.append(row)
            numbers.append(number)
            means.append(mean)
    return ids, types, mask, torch.tensor(numbers), torch.tensor(of), torch.stack(means)


def _batches(found: list[Window]) -> Iterator[list[int]]:
    """All windows, in batches of about one length."""
    order = random.sample(range(len(found)), len(found))
    batches = []
    for begin in range(0, len(order), 20 * BATCH):
        near = sorted(order[begin : begin + 20 * BATCH], key=lambda number: len(found[number].ids))
        batches += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    yield from random.sample(batches, len(batches))


def _lower(pupil: Pupil, found: list[Window]) -> list[torch.Tensor]:
    """What the layers that are not trained make of each window, worked out once."""
    states: list[torch.Tensor] = [torch.empty(0)] * len(found)
    order = sorted(range(len(found)), key=lambda number: len(found[number].ids))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for begin in range(0, len(order), 64):
            numbers = order[begin : begin + 64]
            ids, types, mask, *_ = _packed([found[number] for number in numbers])
            value = pupil.lower(ids, types, mask)
            for row, number in enumerate(numbers):
                states[number] = value[row, : len(found[number].ids)].to(torch.bfloat16).clone()
    return states


def train(lessons: Lessons) -> Pupil:
    """A model that has learnt the lessons."""
    pupil = Pupil(weights_file().parent).eval()
    states = _lower(pupil, lessons.windows)
    inner = [weight for name, weight in pupil.named_parameters() if weight.requires_grad and name.startswith("base.")]
    heads = [*pupil.themes.parameters(), pupil.cues, *pupil.polarity.parameters()]
    optimizer = torch.optim.AdamW([{"params": inner, "lr": FAST}, {"params": heads, "lr": HEADS}], weight_decay=0.01)
    steps = ROUNDS * -(-len(lessons.windows) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, 10 * (step + 1) / steps) * max(0.0, 1 - step / steps)
    )
    said = [torch.tensor(part) for part in (lessons.cues, lessons.listed, lessons.polarity, lessons.themes)]
    pupil.train()
    for number in range(ROUNDS):
        total = 0.0
        for places in _batches(lessons.windows):
            _, _, mask, these, of, mean = _packed([lessons.windows[place] for place in places])
            value = nn.utils.rnn.pad_sequence([states[place].float() for place in places], batch_first=True)
            cues, listed, polarity, themes = (part[these] for part in said)
            with torch.autocast("cpu", torch.bfloat16):
                read = pupil(value, mask, of, mean)
            about, tone = pupil.heads(read.float(), cues, listed)
            wrong = nn.functional.binary_cross_entropy_with_logits(about, themes, reduction="none").sum(1)
            wrong = wrong * (1 - polarity[:, POLARITIES.index("not")])
            wrong = wrong + TONE * nn.functional.cross_entropy(tone, polarity, reduction="none")
            loss = wrong.mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(pupil.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        log.info("round %d: %.3f", number + 1, total * ROUNDS / steps)
    return pupil.eval()


def write(path: Path, pupil: Pupil) -> None:
    """Write what was trained, as kg.findings.encoder loads it."""
    trained = {
        name.removeprefix("base."): weight.detach().numpy().astype(np.float16)
        for name, weight in pupil.named_parameters()
        if weight.requires_grad
    }
    np.savez_compressed(path, **trained)
    log.info("%d numbers, %d bytes in %s", sum(map(np.size, trained.values())), path.stat().st_size, path)


def main() -> None:
    """Learn the labels and write the adapter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the letters that labels.jsonl speaks of, as PDF")
    parser.add_argument("--without", nargs="*", default=[], help="names of letters to leave out, without .pdf")
    parser.add_argument("--output", type=Path, default=Path("kg/findings/adapter.npz"))
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(0)
    random.seed(0)
    write(arguments.output, train(lessons(arguments.folder, frozenset(arguments.without))))


if __name__ == "__main__":
    main()
