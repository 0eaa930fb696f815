"""The documentation as a site, made from the pages in `docs` and from the project itself."""
