"""Documents made of answers: what each holds, drafts, previews, and evidence in one ZIP."""
