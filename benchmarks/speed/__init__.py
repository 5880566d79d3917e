"""What a scan costs, beside decoding alone and beside other programs."""
