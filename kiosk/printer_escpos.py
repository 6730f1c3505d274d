"""The ESC/POS bytes of an image, made by python-escpos."""

import importlib
import logging
import os
import shutil
from functools import cache
from typing import Any

from PIL import Image


def encode(image: Image.Image, width: int) -> bytes:
    """ESC/POS bytes that print this image on paper `width` dots wide and cut; ValueError if it is wider."""
    if image.width > width:
        raise ValueError(f"The image is {image.width} dots wide, the paper only {width}.")
    page = _escpos().printer.Dummy(profile=_profile(width))
    page.hw("INIT")
    # Short pieces: a printer with little memory starts at once, and a broken connection leaves little unfinished.
    page.image(image, fragment_height=256)
    page.cut(mode="PART")
    return bytes(page.output)


def _profile(width: int) -> Any:
    """python-escpos refuses images, or prints warnings, without a profile that knows the paper's width."""
    profile = _escpos().capabilities.Profile(features={"paperPartCut": True})
    profile.profile_data = {**profile.profile_data, "media": {"width": {"mm": width / 8, "pixels": width}}}
    return profile


@cache
def _escpos() -> Any:
    """python-escpos, loaded with the first slip: that takes a fifth of a second.

    Its import sets up the root logger and leaves a folder in /tmp behind; both are put right.
    """
    handlers = logging.root.handlers[:]
    importlib.import_module("escpos.printer")
    logging.root.handlers[:] = handlers
    escpos = importlib.import_module("escpos")
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(escpos.capabilities.pickle_dir, ignore_errors=True)
    return escpos
