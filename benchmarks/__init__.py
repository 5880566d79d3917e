"""What is measured about cutstat, and how its networks are trained."""
