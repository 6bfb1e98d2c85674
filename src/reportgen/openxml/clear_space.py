"""Finds the largest rectangle of a picture that holds no artwork."""

from typing import TypeAlias

import numpy as np

LEAST = 8
"""Sides of fewer pixels are looked at one by one, not in blocks of two by two."""

Mask: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"


def largest_clear_coarsely(mask: Mask) -> tuple[int, int, int, int] | None:
    """Return the largest clear rectangle of a mask, found among blocks of two by two pixels."""
    high, wide = (side // 2 * 2 for side in mask.shape)
    if min(high, wide) < LEAST:
        return largest_clear(mask)
    blocks = mask[:high, :wide].reshape(high // 2, 2, wide // 2, 2)
    found = largest_clear(np.asarray(blocks.any(axis=(1, 3)), dtype=np.bool_))
    if found is None:
        return None
    left, top, right, bottom = (2 * one for one in found)
    rows, columns = mask.shape
    return left, top, columns if right == wide else right, rows if bottom == high else bottom


def largest_clear(mask: Mask) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of the largest rectangle of a mask that is all False."""
    best, found = 0, None
    heights = np.zeros(mask.shape[1], dtype=np.int64)
    for row in range(mask.shape[0]):
        heights = np.where(mask[row], 0, heights + 1)
        stack: list[tuple[int, int]] = []
        for at, height in enumerate((*heights.tolist(), 0)):
            begins = at
            while stack and stack[-1][1] >= height:
                begins, tall = stack.pop()
                if tall * (at - begins) > best:
                    best, found = tall * (at - begins), (begins, row + 1 - tall, at, row + 1)
            stack.append((begins, height))
    return found
