"""What was handed in, and registrations: submitting, snapshots, what is filed elsewhere."""
