// What a browser can do beyond the forms, which all work without it.
"use strict";

// Errors first: whoever cannot see the page hears what is wrong at once.
document.querySelector("[role=alert]")?.focus();

// A coded reason brings its text along, until somebody has written another one.
for (const select of document.querySelectorAll("select[data-fills]")) {
  const field = document.getElementById(select.dataset.fills);
  let filled = "";
  select.addEventListener("change", () => {
    if (field.value !== filled && field.value !== "") return;
    filled = field.value = select.selectedOptions[0].dataset.text ?? "";
  });
}

// A chosen file is read into the field where its rows could be pasted as well.
for (const input of document.querySelectorAll("input[data-reads-into]")) {
  input.closest("[data-needs-script]").hidden = false;
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) document.getElementById(input.dataset.readsInto).value = await file.text();
  });
}
