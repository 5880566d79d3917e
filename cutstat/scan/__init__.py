"""What still needs decoding, who decodes, what is kept, and the keys of results."""
