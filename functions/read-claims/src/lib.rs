//! Every GET of the API, and the answer to unknown routes.
