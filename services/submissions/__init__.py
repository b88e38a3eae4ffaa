"""What was submitted, and registrations: submitting, snapshots, what is filed elsewhere."""
