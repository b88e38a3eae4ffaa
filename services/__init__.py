"""What we do: one package a subject, each using only those below it (tests/test_house.py); the only writers. They know
no Flask."""
