"""What damaged and hostile files do to a scan."""
