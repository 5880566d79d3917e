"""What is said (model), then how: PDF and PNG."""
