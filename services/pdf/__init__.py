"""PDFs made by the worker: documents through LibreOffice, evidence bound into one."""
