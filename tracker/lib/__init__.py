"""Plain Python without Django: dates, quotations, histories, safe CSV cells."""
