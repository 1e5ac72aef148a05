"""Write the fitted networks as the files that run without torch: ONNX, weights of eight and four bits.

The word pieces of the base are not fitted, so both networks share them: in blocks of four bits, in a file of
their own. The layers for sentences have eight bits, those for pairs four, since of their answers there are
few, and all must fit into what a package may weigh (docs/decisions/0021).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import onnx
import torch
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantFormat, QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)

from kg.classifier.digest import PAIRS, RELATIONS, WORDS
from kg.classifier.labels import PAIR_HEADS, SENTENCE_HEADS
from kg.errors import ClassifierError
from kg.training.network import OneText, PairNetwork
from kg.training.recipe import Networks

__all__ = ["export"]

_INPUTS: Final = ("ids", "types", "pairs")
_AXES: Final = {"ids": {1: "n"}, "types": {1: "n"}, "pairs": {0: "p"}}
_BLOCK: Final = 64  # weights of four bits that share a scale
_WORDS: Final = "word_embeddings"  # in the name of what the networks share


def export(networks: Networks, folder: Path) -> None:
    """Write both networks and their words; the same weights give the same bytes.

    Args:
        networks: What to write.
        folder: Where; inputs are those of :meth:`OneText.forward`, outputs are named after the answers.

    Raises:
        ClassifierError: The networks do not start from the same words.

    """
    with TemporaryDirectory() as name, _quiet():
        written = []
        for network, heads, file in (
            (networks.sentences, SENTENCE_HEADS, RELATIONS),
            (networks.pairs, PAIR_HEADS, PAIRS),
        ):
            path = Path(name, file)
            _write(network, heads, path)
            rounded = _rounded(path, ("MatMul", "Gemm") if file == RELATIONS else ("Gemm",))
            written.append(_packed(rounded, ("Gather",) if file == RELATIONS else ("Gather", "MatMul")))
        if _words(written[0]) != _words(written[1]):
            raise ClassifierError("the two networks do not start from the same words")
        (folder / WORDS).write_bytes(_words(written[0]))
        for model, file in zip(written, (RELATIONS, PAIRS), strict=True):
            _point_to_words(model)
            (folder / file).write_bytes(model.SerializeToString(deterministic=True))


def _write(network: PairNetwork, heads: Mapping[str, Any], path: Path) -> None:
    network.eval()
    ids = torch.ones((1, 9), dtype=torch.int64)
    torch.onnx.export(
        OneText(network, heads).eval(),
        (ids, torch.zeros_like(ids), torch.tensor([[1, 2, 3, 4]] * 3)),
        str(path),
        input_names=list(_INPUTS),
        output_names=list(heads),
        dynamic_axes=_AXES,
        opset_version=17,
        dynamo=False,
    )


def _rounded(path: Path, operations: Sequence[str]) -> Path:
    """Return the file of the network with weights of eight bits in these operations."""
    out = path.with_suffix(".eight.onnx")
    quantize_dynamic(
        str(path),
        str(out),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=list(operations),
    )
    return out


def _packed(path: Path, operations: tuple[str, ...]) -> onnx.ModelProto:
    """Return the network of a file with weights of four bits in these operations."""
    config = DefaultWeightOnlyQuantConfig(
        block_size=_BLOCK,
        is_symmetric=True,
        accuracy_level=4,  # numbers between layers of eight bits, as in the other network
        quant_format=QuantFormat.QOperator,
        op_types_to_quantize=operations,
        quant_axes=(("MatMul", 0), ("Gather", 1)),
    )
    model = onnx.load(str(path))
    others = [node.name for node in model.graph.node if node.op_type == "Gather" and _WORDS not in node.name]
    quantizer = MatMulNBitsQuantizer(model, algo_config=config, nodes_to_exclude=others)
    quantizer.process()
    packed: onnx.ModelProto = quantizer.model.model
    del packed.metadata_props[:]
    return packed


def _words(model: onnx.ModelProto) -> bytes:
    return b"".join(tensor.raw_data for tensor in _shared(model))


def _point_to_words(model: onnx.ModelProto) -> None:
    """Let a network find its words in the shared file."""
    offset = 0
    for tensor in _shared(model):
        length = len(tensor.raw_data)
        set_external_data(tensor, WORDS, offset, length)
        tensor.ClearField("raw_data")
        offset += length


def _shared(model: onnx.ModelProto) -> list[onnx.TensorProto]:
    return sorted((each for each in model.graph.initializer if _WORDS in each.name), key=lambda e: e.name)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence torch about its other exporter and traced sizes, and onnxruntime about each step it takes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
