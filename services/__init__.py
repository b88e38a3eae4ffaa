"""What we do: modules of verbs, the only writers; they know no Flask."""
