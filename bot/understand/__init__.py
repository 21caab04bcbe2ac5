"""What somebody typed, taken as an answer: lengths of time, options and marks on a scale.

Pure functions: text in, value or None out. None means that the coach asks again; nothing here guesses, because
some answers are shown to the partner at once. To teach it a word, open tongues/<language>/; to see what it
understands, open the YAML files in tests/understand. Danger is looked for before anything else.
"""
