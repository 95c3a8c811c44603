"""How dates are written in English: as the record writes them."""
