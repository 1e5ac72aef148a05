"""The command line: click commands without logic, one file per family, heavy imports inside the commands."""

from kg.cli.program import kg, main

__all__ = ["kg", "main"]
