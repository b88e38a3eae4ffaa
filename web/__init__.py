"""What every request passes, and what the views share: hooks, error handlers, addresses, downloads, lists. No views."""
