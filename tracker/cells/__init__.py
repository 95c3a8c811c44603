"""Records as text: rows of cells by table, the same in packages, histories, revisions and imports."""
