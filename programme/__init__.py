"""What the announcement says, as Python data. A call of another year is another module and a row."""
