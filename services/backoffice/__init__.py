"""What the agencies' people read."""
