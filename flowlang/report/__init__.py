"""What a run came to, told to people and to programs."""
