"""What an author should know of a questionnaire before publishing it, with its place in the file."""
