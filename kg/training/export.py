"""Write the fitted network as the file that runs without torch: ONNX, weights of eight bits."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.training.network import HEADS, OneText, PairNetwork

__all__ = ["export"]

_INPUTS = ("ids", "types", "pairs")
_AXES = {"ids": {1: "n"}, "types": {1: "n"}, "pairs": {0: "p"}}


def export(network: PairNetwork, path: Path) -> None:
    """Write a network as ONNX; the same weights give the same bytes.

    Args:
        network: What to write.
        path: Inputs are those of :meth:`OneText.forward`, outputs one for each head, named after it.

    """
    network.eval()
    ids = torch.ones((1, 9), dtype=torch.int64)
    example = (ids, torch.zeros_like(ids), torch.tensor([[1, 2, 3, 4]] * 3))
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of torch, about its other exporter and about traced sizes
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            OneText(network).eval(),
            example,
            str(full),
            input_names=list(_INPUTS),
            output_names=list(HEADS),
            dynamic_axes=_AXES,
            opset_version=17,
            dynamo=False,
        )
        logging.disable(logging.WARNING)  # onnxruntime advises a step that changes nothing here
        try:
            quantize_dynamic(
                str(full), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
            )
        finally:
            logging.disable(logging.NOTSET)
    model = onnx.load(str(path))
    del model.metadata_props[:]
    onnx.save(model, str(path))
