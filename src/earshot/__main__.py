"""``python -m earshot``: the command line."""

from earshot.site.cli import main

raise SystemExit(main())
