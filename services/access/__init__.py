"""Who may do what: people, posts, permissions, quotas, and what a refused request held."""
