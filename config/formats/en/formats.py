"""One form of dates on all pages, those of the admin included."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "j M Y"
# 03/04/2024 is the third of April to one and the fourth of March to another: it is asked again.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
