"""What several tests need: made videos and made series."""
