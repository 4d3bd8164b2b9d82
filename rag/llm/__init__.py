"""A language model that proposes, and the code that disposes: nothing here is imported unless `LETTERS_LLM` is set."""
