// Every page that somebody reaches from a first one by links, each kind of page in each state once.

const ID = /^(?:[a-z]{2,4}_[0-9a-z]+|[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]+:[\w.%-]+|\d+|[0-9a-f]{16,}\.\w+)$/i;

/** Engagements whose pages ask and show the same. */
const ALIKE = {
  "{association}": ["presales-advisor", "usage-recognition", "application-revenue", "modern-work-usage"],
  "{engagement}": ["assessment", "workshop", "small-project", "medium-project", "large-project"],
};

function kindOfPart(part) {
  const alike = Object.keys(ALIKE).find((kind) => ALIKE[kind].includes(part));
  return alike ?? (ID.test(part) ? "{id}" : part);
}

/** What kind of page an address is: ids and cursors are all alike. */
export function kindOf(address) {
  const { pathname, searchParams } = new URL(address);
  const path = pathname.split("/").map((part) => kindOfPart(decodeURIComponent(part)));
  const question = [...searchParams].map(([name, value]) =>
    ["cursor", "q", "to"].includes(name) ? name : `${name}=${kindOfPart(value)}`,
  );
  return `${path.join("/")}${question.length ? `?${question.sort().join("&")}` : ""}`;
}

/**
 * Visits pages from `first` on and hands each to `visit` with its name. A link is told from others to the same
 * kind of page by the status that its row shows.
 */
export async function crawl(person, first, visit, { alike = 1, beneath = "/console" } = {}) {
  const { page, base } = person;
  const visited = new Set();
  const kinds = new Map();
  const queue = [{ address: new URL(first, base).href, state: "" }];
  const names = [];
  while (queue.length > 0) {
    const { address, state } = queue.shift();
    const name = [kindOf(address), state].filter(Boolean).join(" ");
    const before = kinds.get(name) ?? 0;
    if (visited.has(address) || before >= alike) continue;
    visited.add(address);
    kinds.set(name, before + 1);
    const answer = await opened(page, address);
    if (!answer?.headers()["content-type"]?.startsWith("text/html")) continue;
    names.push(name);
    await visit(name, answer);
    const links = await page.evaluate(() =>
      [...document.querySelectorAll("a[href]")].map((link) => ({
        address: link.href.split("#")[0],
        state: link.closest("tr, li")?.querySelector(".tag")?.textContent.trim() ?? "",
      })),
    );
    const inside = ({ address }) => {
      const { origin, pathname } = new URL(address);
      return origin === base && pathname.startsWith(beneath);
    };
    queue.push(...links.filter(inside));
  }
  return names;
}

/** The answer, unless it is a file to be kept. */
async function opened(page, address) {
  try {
    return await page.goto(address);
  } catch (error) {
    if (error.message.includes("Download is starting")) return undefined;
    throw error;
  }
}
