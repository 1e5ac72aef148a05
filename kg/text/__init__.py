"""Read documents and their dates; fold text for comparison.

:mod:`~kg.text.reader` reads files, folders and standard input, :mod:`~kg.text.formats` holds one module per
input format, :mod:`~kg.text.dates` understands the dates that sources and journalists write.
"""
