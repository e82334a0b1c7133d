"""What publication does: documents as files, wordings approved, plans published and withdrawn, the checklist."""
