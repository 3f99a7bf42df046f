// What a browser can do beyond the forms, which all work without it.
"use strict";

// Errors first: whoever cannot see the page hears what is wrong at once.
document.querySelector("[role=alert]")?.focus();
