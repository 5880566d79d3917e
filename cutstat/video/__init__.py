"""Find episode files, read their names, decode them once into pictures and times."""
