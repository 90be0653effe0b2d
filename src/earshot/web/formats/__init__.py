"""How dates are written where a language's usual form is not ours."""
