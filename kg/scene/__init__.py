"""What a picture of the graph holds, as plain values: who is drawn, where, and with whom it stands."""
