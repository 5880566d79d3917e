"""``python -m cutstat``."""

import sys

from cutstat.cli.main import main

sys.exit(main())
