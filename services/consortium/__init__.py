"""The companies of an application: members, invitations and the answers to them."""
