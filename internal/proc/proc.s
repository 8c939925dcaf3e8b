// Functions without a body want a file in assembly beside them.
