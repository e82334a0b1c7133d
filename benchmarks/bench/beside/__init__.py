"""What is measured beside the pages: files, documents, an import, a server after long service, a first visit."""
