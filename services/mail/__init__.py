"""Mail: what is owed, how it is worded, and how it goes out."""
