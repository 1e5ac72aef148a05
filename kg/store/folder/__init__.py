"""A store in a folder: its database, who writes to it, views for readers, copies, and what keeps it whole."""
