"""How static files are stored once collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, so that browsers keep a file for ever and never show an old one."""

    manifest_strict = False  # a page drawn while a new version is installed falls back to the plain name
    support_js_module_import_aggregation = True  # what a script imports is named by its content as well
