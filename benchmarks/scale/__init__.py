"""How a library of many episodes behaves."""
