"""Homes as released versions made them, and a home with something in every table for today's tests.

    python -m tests.site.homes make          writes tests/site/homes/VERSION.sql, once a released version
    python -m tests.site.homes back APP MIGRATION ...   takes the home (EARSHOT_HOME) back to before what came after

The file is SQL text: what that version's database held, schema and rows. It is never changed again; ``test_upgrade``
takes each one through every migration since and looks for each row. Run the command on the commit that is released,
before its version grows, and commit the file.
"""
