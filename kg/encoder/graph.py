"""The packaged model's network as ONNX graphs, written down node by node.

The weights stay where the package put them: the graph names stretches of its safetensors file as external data, so that
nothing of 90 MB is copied and torch is never imported. The matrices are stored transposed (out, in); the runtime folds
the `Transpose` nodes away when it loads the graph.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LAYERS = 6
HEADS = 12
WIDTH = 384
EPSILON = 1e-12
OPSET = 20
"""The first opset with `Gelu`; `LayerNormalization` came with 17."""
VERSION = 1
"""Of how graphs are written, here and by whoever else builds one; with another, those kept are made again."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where one of the weights stands in the safetensors file."""

    shape: tuple[int, ...]
    offset: int
    length: int


def tensors(weights: Path) -> dict[str, Tensor]:
    """The directory at the head of a safetensors file: name -> place, with offsets from the file's first byte."""
    with weights.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    return {
        name: Tensor(tuple(entry["shape"]), 8 + size + entry["data_offsets"][0], _length(entry["data_offsets"]))
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def _length(offsets: list[int]) -> int:
    return offsets[1] - offsets[0]


class Builder:
    """Collects nodes and initialisers; each method returns the name of the value that it makes."""

    def __init__(self, weights: Path) -> None:
        import onnx

        self.onnx = onnx
        self.file = weights
        self.location = weights.name
        self.tensors = tensors(weights)
        self.nodes: list[Any] = []
        self.initialisers: dict[str, Any] = {}

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """One operation."""
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def weight(self, name: str) -> str:
        """A tensor of the package's file, by reference."""
        if name not in self.initialisers:
            place = self.tensors[name]
            tensor = self.onnx.TensorProto(name=name, data_type=self.onnx.TensorProto.FLOAT, dims=place.shape)
            tensor.data_location = self.onnx.TensorProto.EXTERNAL
            for key, value in (("location", self.location), ("offset", place.offset), ("length", place.length)):
                tensor.external_data.add(key=key, value=str(value))
            self.initialisers[name] = tensor
        return name

    def values(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor of the package's file."""
        place = self.tensors[name]
        with self.file.open("rb") as file:
            file.seek(place.offset)
            return np.frombuffer(file.read(place.length), "<f4").reshape(place.shape)

    def array(self, name: str, values: npt.NDArray[Any]) -> str:
        """A tensor that the graph itself holds."""
        self.initialisers[name] = self.onnx.numpy_helper.from_array(values, name)
        return name

    def integers(self, *values: int) -> str:
        """A constant of whole numbers."""
        name = "i_" + "_".join(str(v).replace("-", "m") for v in values)
        kind = self.onnx.TensorProto.INT64
        self.initialisers[name] = self.onnx.helper.make_tensor(name, kind, [len(values)], values)
        return name

    def real(self, name: str, value: float) -> str:
        """A constant."""
        kind = self.onnx.TensorProto.FLOAT
        self.initialisers[name] = self.onnx.helper.make_tensor(name, kind, [1], [value])
        return name

    def dense(self, value: str, prefix: str) -> str:
        """A matrix and its bias."""
        matrix = self.node("Transpose", self.weight(f"{prefix}.weight"), perm=[1, 0])
        return self.node("Add", self.node("MatMul", value, matrix), self.weight(f"{prefix}.bias"))

    def norm(self, value: str, prefix: str) -> str:
        """A layer's scale and shift."""
        scale, shift = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.node("LayerNormalization", value, scale, shift, axis=-1, epsilon=EPSILON)

    def serialised(self, value: str, name: str, inputs: tuple[str, ...], shape: list[str | int]) -> bytes:
        """The whole graph, with `value` under its name as what comes out."""
        helper, kinds = self.onnx.helper, self.onnx.TensorProto
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        graph = helper.make_graph(
            self.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info(given, kinds.INT64, ["n", "length"]) for given in inputs],
            [helper.make_tensor_value_info(name, kinds.FLOAT, shape)],
            list(self.initialisers.values()),
        )
        operators = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=operators, ir_version=9)
        return bytes(model.SerializeToString())

    def heads(self, value: str) -> str:
        """(n, length, width) -> (n, heads, length, width / heads)."""
        split = self.node("Reshape", value, self.integers(0, 0, HEADS, WIDTH // HEADS))
        return self.node("Transpose", split, perm=[0, 2, 1, 3])


def _embeddings(b: Builder, types: str | None) -> str:
    length = b.node("Shape", "ids", start=1, end=2)
    words = b.node("Gather", b.weight("embeddings.word_embeddings.weight"), "ids")
    places = b.node("Slice", b.weight("embeddings.position_embeddings.weight"), b.integers(0), length, b.integers(0))
    table = b.weight("embeddings.token_type_embeddings.weight")
    if types is None:
        kind = b.node("Slice", table, b.integers(0), b.integers(1), b.integers(0))
    else:
        kind = b.node("Gather", table, types)
    return b.norm(b.node("Add", b.node("Add", words, kind), places), "embeddings.LayerNorm")


def _layers(b: Builder, value: str, mask: str) -> str:
    hidden = b.node("Mul", b.node("Sub", b.real("one", 1.0), mask), b.real("lowest", -1e9))
    bias = b.node("Unsqueeze", hidden, b.integers(1, 2))
    for number in range(LAYERS):
        value = _layer(b, value, bias, number)
    return value


def _layer(b: Builder, value: str, bias: str, number: int) -> str:
    prefix = f"encoder.layer.{number}"
    query, key, content = (
        b.heads(b.dense(value, f"{prefix}.attention.self.{part}")) for part in ("query", "key", "value")
    )
    scores = b.node("MatMul", query, b.node("Transpose", key, perm=[0, 1, 3, 2]))
    scaled = b.node("Div", scores, b.real("scale", (WIDTH // HEADS) ** 0.5))
    weights = b.node("Softmax", b.node("Add", scaled, bias), axis=-1)
    mixed = b.node("Transpose", b.node("MatMul", weights, content), perm=[0, 2, 1, 3])
    joined = b.node("Reshape", mixed, b.integers(0, 0, WIDTH))
    attended = b.dense(joined, f"{prefix}.attention.output.dense")
    value = b.norm(b.node("Add", attended, value), f"{prefix}.attention.output.LayerNorm")
    inner = b.node("Gelu", b.dense(value, f"{prefix}.intermediate.dense"))
    return b.norm(b.node("Add", b.dense(inner, f"{prefix}.output.dense"), value), f"{prefix}.output.LayerNorm")


def _pooled(b: Builder, value: str, mask: str) -> str:
    """The mean over the real word pieces, scaled to unit length."""
    weights = b.node("Unsqueeze", mask, b.integers(2))
    total = b.node("ReduceSum", b.node("Mul", value, weights), b.integers(1), keepdims=0)
    count = b.node("ReduceSum", weights, b.integers(1), keepdims=0)
    return b.node("LpNormalization", b.node("Div", total, count), axis=-1, p=2)


def vectors_graph(weights: Path) -> bytes:
    """The serialised graph of sentence vectors: `ids` and `mask` (int64, n x length) in, `vectors` (n x 384) out.

    `weights` is the model's safetensors file; named by the graph, so the runtime needs its folder.
    """
    b = Builder(weights)
    mask = b.node("Cast", "mask", to=b.onnx.TensorProto.FLOAT)
    value = _layers(b, _embeddings(b, None), mask)
    return b.serialised(_pooled(b, value, mask), "vectors", ("ids", "mask"), ["n", WIDTH])


def states_graph(b: Builder) -> bytes:
    """The graph of the pieces' states, with the builder's own weights: `ids`, `types`, `mask` in, `states` out."""
    mask = b.node("Cast", "mask", to=b.onnx.TensorProto.FLOAT)
    value = _layers(b, _embeddings(b, "types"), mask)
    return b.serialised(value, "states", ("ids", "types", "mask"), ["n", "length", WIDTH])
