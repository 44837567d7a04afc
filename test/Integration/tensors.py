# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tensors in safetensors and npy files, for the scripts of this folder.

Written by hand on numpy, because tests may need nothing but Debian's packages
and should not read files with the code they test. Reads trusted files only:
what dlc makes of damaged ones is tested elsewhere.
"""

import json
from pathlib import Path
from typing import Dict

import numpy as np

_DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2",
    "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U8": "u1", "BOOL": "?",
}


def load_safetensors(path: Path) -> Dict[str, np.ndarray]:
    """Returns the tensors of a file by name."""
    content = Path(path).read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    tensors = {}
    for name, entry in json.loads(content[8:start]).items():
        if name != "__metadata__":
            begin, end = (start + offset for offset in entry["data_offsets"])
            values = np.frombuffer(content[begin:end], _DTYPES[entry["dtype"]])
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def save_safetensors(path: Path, tensors: Dict[str, np.ndarray]) -> None:
    """Writes the tensors in the order of the dictionary."""
    names = {np.dtype(code): name for name, code in _DTYPES.items()}
    header, offset = {}, 0
    for name, values in tensors.items():
        header[name] = {
            "dtype": names[values.dtype],
            "shape": list(values.shape),
            "data_offsets": [offset, offset + values.nbytes],
        }
        offset += values.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the data is aligned
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for values in tensors.values():
            file.write(values.tobytes())


def load_tensor(where: str) -> np.ndarray:
    """Loads `FILE.npy`, or one tensor of `FILE.safetensors:NAME`."""
    if where.endswith(".npy"):
        return np.load(where)
    path, separator, name = where.rpartition(":")
    if not separator:
        raise SystemExit(f"error: '{where}' is neither FILE.npy nor "
                         "FILE.safetensors:NAME")
    tensors = load_safetensors(Path(path))
    if name not in tensors:
        raise SystemExit(f"error: '{path}' has no tensor '{name}', but "
                         + ", ".join(f"'{other}'" for other in tensors))
    return tensors[name]
