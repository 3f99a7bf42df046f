// The product in a process of its own: started on a free port, spoken to as scripts do, ended with the tests.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const BINARY = process.env.ASSENT_BIN ?? `${ROOT}/target/debug/local`;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts the product; `seed` is what it begins with: `demo` or `none`. */
export async function start(seed = "demo") {
  const port = await freePort();
  const process = spawn(BINARY, ["--port", String(port), "--in-memory", "--seed", seed], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  process.stderr.on("data", (line) => (said = `${said}${line}`.slice(-2000)));
  const base = await new Promise((ready, failed) => {
    process.once("error", failed);
    process.once("exit", (code) => failed(new Error(`the product ended with ${code}: ${said}`)));
    createInterface({ input: process.stdout }).on("line", (line) => {
      if (line.startsWith("ready ")) ready(line.slice("ready ".length));
    });
  });
  return new Product(base, process);
}

export class Product {
  #process;
  #tokens = new Map();

  constructor(base, process) {
    this.base = base;
    this.#process = process;
  }

  async stop() {
    this.#process.kill("SIGTERM");
    if (this.#process.exitCode === null) await once(this.#process, "exit");
  }

  /** One request as JSON; an answer of 400 or more is an error. */
  async json(method, path, { body, as, headers = {} } = {}) {
    if (as) headers.authorization = `Bearer ${await this.#token(as)}`;
    if (body) headers["content-type"] = "application/json";
    headers.accept = "application/json";
    const address = new URL(path, this.base);
    const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  get(path, as) {
    return this.json("GET", path, { as });
  }

  async #token(persona) {
    if (!this.#tokens.has(persona)) {
      const { token } = await this.json("POST", "/dev/token", { body: { persona } });
      this.#tokens.set(persona, token);
    }
    return this.#tokens.get(persona);
  }

  /** An act on a claim as it stands now, for what a journey does not tell itself. */
  async act(as, id, action, body) {
    const { version } = await this.get(`/v1/claims/${id}`, as);
    return this.json("POST", `/v1/claims/${id}/${action}`, { as, body, headers: { "if-match": `"${version}"` } });
  }

  /** Every item of a list of the API. */
  async all(path, as) {
    const items = [];
    for (let next = path; next; ) {
      const page = await this.get(next, as);
      items.push(...page.items);
      next = page.next;
    }
    return items;
  }

  /** Brings what the vendor knows. */
  async import(kind, rows) {
    const headers = { authorization: `Bearer ${await this.#token("programme-manager")}`, "content-type": "application/x-ndjson" };
    const body = rows.map((row) => JSON.stringify(row)).join("\n");
    const answer = await fetch(new URL(`/v1/imports?kind=${kind}`, this.base), { method: "POST", headers, body });
    const { refused, rows: results } = await answer.json();
    if (refused !== 0) throw new Error(JSON.stringify(results));
  }

  /** Mails, newest first. */
  async mails(to = "") {
    return (await this.get(`/dev/mail.json?to=${encodeURIComponent(to)}`)).items;
  }

  /** The customer's link of the newest mail to an address. */
  async linkTo(address) {
    for (const mail of await this.mails(address)) {
      const link = mail.links.find((link) => new URL(link).pathname.startsWith("/c/"));
      if (link) return link.split("?")[0];
    }
    throw new Error(`no link was sent to ${address}`);
  }

  later(span) {
    return this.json("POST", "/dev/clock", { body: { advance: span } });
  }
}
