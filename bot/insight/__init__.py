"""What a person takes away: pictures of weeks and of guilt, a calendar file, and everything of theirs to keep.

Pure functions: plain values and words in, bytes out. Every word comes from the caller, because wording lives in
`prompts/`; nothing here judges, ranks or counts who did more.
"""
