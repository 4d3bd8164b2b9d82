"""Evidence into short answers whose every statement is cited."""
