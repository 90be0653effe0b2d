"""UI kit: base templates, components, static files, live events, panel slots. Knows no feature."""
