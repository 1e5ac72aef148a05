"""kg: a knowledge graph of actors and alliances, built from news."""
