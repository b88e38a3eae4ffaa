"""Where the agencies' people come in: a module an area."""
