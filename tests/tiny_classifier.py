"""A classifier small enough to be made in a test: letters for word pieces, one layer of a dozen numbers.

The one in tests/classifier/data/ was written by

    python tests/tiny_classifier.py tests/classifier/data

with the extra ``train`` installed; what it says of a sentence has no meaning.
"""

from __future__ import annotations

import string
import sys
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

TINY = Path(__file__).resolve().parent / "classifier" / "data"
MASK = 103  # where BERT's vocabulary has it

LABELLED = """\
# Made for the tests.
[Iran] armed [Hezbollah].
  1 backs 2 AID

[Russia] attacked [the rebels] in [Aleppo].
  1 attacks 2 ASSAULT
  2 present_in 3

[Israel] was attacked by [Hamas].
  2 attacks 1 ASSAULT

[France] did not arm [the rebels].
  1 backs 2 AID denied

[Turkey] and [Qatar] may meet [Iran].
  1 negotiates_with 3 CONSULT possible
  2 negotiates_with 3 CONSULT possible
"""


def vocabulary() -> dict[str, int]:
    """Return every letter at the beginning of a word and inside one, with [MASK] in its place."""
    letters = string.ascii_lowercase + string.digits
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters), *".,'-…"]
    pieces += [f"[unused{n}]" for n in range(MASK - len(pieces))]
    return {piece: number for number, piece in enumerate([*pieces, "[MASK]"])}


def write_vocabulary(folder: Path) -> Path:
    """Write ``tokenizer.json``."""
    known = vocabulary()
    tokenizer = Tokenizer(WordPiece(known, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    ends = [(mark, known[mark]) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    path = folder / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def write_base(folder: Path, *, width: int = 12, layers: int = 1) -> Path:
    """Write a base model with random weights, always the same."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocabulary()),
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=2 * width,
        max_position_embeddings=192,
    )
    folder.mkdir(parents=True, exist_ok=True)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    write_vocabulary(folder)
    return folder


def main(out: Path) -> None:
    """Write the classifier of the tests."""
    from tempfile import TemporaryDirectory

    from kg.training.folder import write_classifier
    from kg.training.materials import read_materials
    from kg.training.recipe import Plan, learn

    with TemporaryDirectory() as name:
        labelled = Path(name, "made_up.txt")
        labelled.write_text(LABELLED, encoding="utf-8")
        plan = Plan(write_base(Path(name, "base")), threads=1)
        materials = read_materials([labelled], lambda: sys.exit("no articles here"))
        write_classifier(learn(plan, materials), plan, materials, materials, out)
    (out / "reliability.svg").unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
