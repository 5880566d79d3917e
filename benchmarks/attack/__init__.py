"""What damaged and hostile files, kills and a full disk do to a scan and to what reads texts."""
