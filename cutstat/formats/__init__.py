"""One module a format: read, write and recognise; one registry for all that share them."""
