"""A page on this machine on which a person looks at transitions and corrects them."""
