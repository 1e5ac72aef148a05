"""Single keys from a terminal."""

from __future__ import annotations

import os
import select
import sys

import click

__all__ = ["read_key"]

_ESCAPE = b"\x1b"
_INTRODUCERS, _PARAMETERS = b"[O", b"0123456789;:?"  # of what a key sends; one letter or ~ ends it
_SEQUENCE_SECONDS = 0.05  # in which the rest of an arrow key arrives


def read_key() -> str:
    r"""Return the next key that is pressed; what was typed ahead counts.

    Keys that send several characters, such as the arrows, come as an empty text; the end of input comes as
    Ctrl-D (``\x04``). Ctrl-C interrupts.
    """
    try:
        import termios
        import tty
    except ImportError:  # not a Unix system
        return click.getchar()
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        return _read(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _read(descriptor: int) -> str:
    pressed = os.read(descriptor, 1)
    if pressed == _ESCAPE and select.select([descriptor], [], [], _SEQUENCE_SECONDS)[0]:
        following = os.read(descriptor, 1)
        while following and following in _INTRODUCERS + _PARAMETERS:
            following = os.read(descriptor, 1)
        return ""
    return pressed.decode("ascii", "replace") if pressed else "\x04"
