"""The vault: a person goes in and a reference comes out; its own database, sealed to a key no web process holds."""
