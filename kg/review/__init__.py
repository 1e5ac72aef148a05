"""Review: what is doubtful, what people decide about it, and what becomes of their decisions."""
