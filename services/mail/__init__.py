"""Mail: what is queued, how it is worded, and how it goes out."""
