"""Text to tree: the parser, the nodes it makes, comments, and recovery from mistakes."""
