"""Floor 3: text to mentions and claims."""

from kg.extraction.extractor import Extractor
from kg.extraction.pipeline import load_pipeline

__all__ = ["Extractor", "load_pipeline"]
