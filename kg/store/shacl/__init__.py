"""The shapes that the graph keeps to: checked in fractions of a millisecond on writing, in full on demand."""
