// What a browser can do beyond the forms, which all work without it.
"use strict";

// Errors first: whoever cannot see the page hears what is wrong at once.
document.querySelector("[role=alert]:not([hidden])")?.focus();

/// Sends a file to the storage by itself, with progress, and waits for the verdict.
class Upload {
  constructor(form) {
    this.form = form;
    this.file = form.querySelector("input[type=file]");
    this.problem = form.querySelector(".fault[role=alert]");
    this.progress = form.querySelector(".progress");
    this.button = form.querySelector("button:not([type])");
    this.words = form.dataset;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run().catch((fault) => this.fail(fault.told ?? this.words.failed));
    });
    this.progress.querySelector("button").addEventListener("click", () => this.request?.abort());
    const drop = form.querySelector(".drop");
    for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => this.over(event, drop, true));
    for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, (event) => this.over(event, drop, false));
    drop.addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length) this.file.files = event.dataTransfer.files;
    });
  }

  /// By the end of the name, as the server does it; systems differ in what they call a type.
  typeOf(name) {
    const end = name.toLowerCase().split(".").pop().replace("jpeg", "jpg");
    const known = new Map(this.words.types.trim().split(" ").map((pair) => pair.split("=")));
    return known.get(end) ?? "application/octet-stream";
  }

  over(event, drop, is) {
    event.preventDefault();
    drop.classList.toggle("over", is);
  }

  async run() {
    const file = this.file.files[0];
    this.problem.hidden = true;
    if (!file) return this.fail(this.words.choose);
    if (file.size > Number(this.words.most)) return this.fail(this.words.tooLarge);
    this.show(this.words.reading, 0);
    const fields = new FormData(this.form);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const announced = await this.ask(this.form.action, {
      fileName: file.name,
      mediaType: this.typeOf(file.name),
      size: file.size,
      sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
      kind: fields.get("kind"),
      activityDate: fields.get("activityDate") || null,
      covers: { items: fields.getAll("items"), elements: fields.getAll("elements") },
    });
    const address = `${this.form.action}/${announced.document.id}`;
    if (announced.upload && !(await this.send(announced.upload, file))) {
      await fetch(`${address}/remove`, { method: "POST", body: new URLSearchParams() });
      return this.fail(this.words.stopped);
    }
    this.show(this.words.checking, null);
    await this.verdict(address);
    // Where a form was refused, the address of the page is the form's.
    const done = new URL(`${this.form.action.replace(/\/documents$/, "")}?done=upload#proof`);
    const isHere = done.pathname + done.search === location.pathname + location.search;
    location.replace(done);
    if (isHere) location.reload();
  }

  /// Announces the file; what is wrong with it is told where it was chosen.
  async ask(address, body) {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    if (answer.ok) return answer.json();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = [...page.querySelectorAll(".problem li, main > p")].map((one) => one.textContent);
    throw Object.assign(new Error("refused"), { told: told.join(" ") || this.words.failed });
  }

  /// Whether the file was sent: it was not if somebody stopped it.
  send(upload, file) {
    return new Promise((resolve, reject) => {
      this.request = new XMLHttpRequest();
      this.request.open(upload.method, upload.url);
      for (const [name, value] of Object.entries(upload.headers)) this.request.setRequestHeader(name, value);
      this.request.upload.onprogress = (event) => this.show(this.words.sending, (100 * event.loaded) / event.total);
      this.request.onload = () => (this.request.status < 300 ? resolve(true) : reject(new Error("storage")));
      this.request.onerror = () => reject(new Error("storage"));
      this.request.onabort = () => resolve(false);
      this.show(this.words.sending, 0);
      this.request.send(file);
    });
  }

  async verdict(address) {
    for (let tries = 0; tries < 60; tries += 1) {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      if (!answer.ok || (await answer.json()).state !== "pending") return;
      await new Promise((resolve) => setTimeout(resolve, Math.min(250 * 1.3 ** tries, 4000)));
    }
  }

  show(words, percent) {
    const bar = this.progress.querySelector("progress");
    this.progress.hidden = false;
    this.button.disabled = true;
    this.progress.querySelector("label").textContent = words;
    this.progress.querySelector("button").hidden = percent === null;
    if (percent === null) bar.removeAttribute("value");
    else bar.value = percent;
  }

  fail(words) {
    this.progress.hidden = true;
    this.button.disabled = false;
    this.problem.textContent = words;
    this.problem.hidden = false;
  }
}

document.querySelectorAll("form.upload").forEach((form) => new Upload(form));
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
