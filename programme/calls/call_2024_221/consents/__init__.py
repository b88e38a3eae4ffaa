"""Texts of consent printed as 서식2 and 서식3, in the pool's documents and on a request for consulting.

They are our own: the official ones are not public, and these MUST BE READ BY A LAWYER before a real call uses them. No
person's identity number is ever asked for. Not among them: "typed data win over the uploaded plan" (here both are one).
"""
