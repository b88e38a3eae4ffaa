"""An application while it is written: answers, evidence, pictures, consents, and what the rules say of them."""
