"""An app of the next version, whose second migration fails. It is installed by the tests of upgrading alone."""
