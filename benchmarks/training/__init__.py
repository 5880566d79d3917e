"""Train the networks of the detector, and judge them on titles that they have not seen."""
