"""The Word templates of the forms, and how they were first laid out.

The .docx files are what counts: they are ordinary docxtpl templates an officer may edit in Word. The modules here drew
them and draw them anew with `python -m doc_templates.build`, which overwrites what was edited by hand.
"""
