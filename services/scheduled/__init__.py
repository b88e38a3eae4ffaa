"""What happens by the clock: reminders and keeping no longer than promised."""
