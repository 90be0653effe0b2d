"""The enrichers that ship: language, sentiment, intent, risk. Pure functions of the text, honest about doubt."""
