"""How this installation is configured: settings, addresses, server entry points."""
