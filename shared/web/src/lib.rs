//! The HTTP edge: strict JSON, problems, callers, signed links, documents of the API.
