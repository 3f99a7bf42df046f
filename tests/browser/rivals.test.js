// What is argued about: two partners who claim the same, and a rejection that is disputed.

import assert from "node:assert/strict";
import { rejected, rivals, statusOf } from "./lib/claims.js";
import { rowOf } from "./lib/customers.js";
import { isAt, journey, parts, shows, stage } from "./lib/journey.js";
import { starting } from "./lib/texts.js";

const at = stage();

const OURS = "Contoso Consulting GmbH";
const THEIRS = "Tailspin Services AG";
const namesOf = ({ turn }) => [`Held ${turn}`, `Wanted ${turn}`];

/** The page of the contest about a claim. */
async function contestOf({ hand, page, says }, claim) {
  await hand.follow(says("part-contests"), parts({ page, says }));
  await hand.follow(claim, rowOf(page, claim));
  await isAt(page, `${says("contest-about")} Teams`);
}

journey(at, "a contest", "reviewer", [
  ["seed A line 36: a reviewer who starts on what another partner holds opens a contest", async (kept) => {
    const { product, hand, page, says } = kept;
    Object.assign(kept, await rivals(product, namesOf(kept)));
    await hand.follow(says("part-reviews"), parts({ page, says }));
    await hand.follow(starting(says("queue-unassigned")), page.getByRole("navigation", { name: says("queues") }));
    await hand.follow(namesOf(kept)[1]);
    await hand.press(says("act-start-review"));
    await product.later("PT1S");
    await page.reload();
    assert.ok(await page.getByText(says("warning-contested")).isVisible());
    await hand.follow(says("to-the-contest"));
    const told = await page.locator("main").innerText();
    for (const partner of [OURS, THEIRS]) assert.ok(told.includes(partner), `the programme knows both: ${told}`);
    assert.ok(told.includes(says("other-lead-decides")) || told.includes(says("leads-decide-contests")), told);
  }],
  ["the partner that was there first is heard, and does not learn who challenges it", async (kept) => {
    const { hand, page, says } = kept;
    await contestOf(kept, namesOf(kept)[0]);
    const told = await page.locator("main").innerText();
    assert.ok(told.includes(says("own-seat-incumbent")) && told.includes(says("nobody-is-named")), told);
    assert.ok(!told.includes(THEIRS) && !told.includes(namesOf(kept)[1]), told);
    await hand.fill(says("your-statement"), "We still work there.");
    await hand.press(says("act-statement"));
    assert.equal(await page.getByRole("status").innerText(), says("done-statement"));
    assert.ok(await page.getByText("We still work there.").isVisible());
  }, "partner-a-admin"],
  ["the one that challenges is heard, and reads nothing of the other", async (kept) => {
    const { hand, page, says } = kept;
    await contestOf(kept, namesOf(kept)[1]);
    const told = await page.locator("main").innerText();
    assert.ok(told.includes(says("own-seat-challenger")), told);
    assert.ok(!told.includes(OURS) && !told.includes(namesOf(kept)[0]) && !told.includes("We still work there."), told);
    await hand.fill(says("your-statement"), "We have worked there since June.");
    await hand.press(says("act-statement"));
    assert.ok(await page.getByText("We have worked there since June.").isVisible());
  }, "partner-b-admin"],
  ["a review lead reads both, and is told what an incomplete decision lacks", async (kept) => {
    const { hand, page, says } = kept;
    await contestOf(kept, namesOf(kept)[1]);
    for (const words of ["We still work there.", "We have worked there since June."]) {
      assert.ok(await page.getByText(words).isVisible(), words);
    }
    await hand.press(says("act-decision"));
    const told = page.getByRole("alert");
    assert.equal(await told.getByRole("link").count(), 2, "who wins, and why");
    assert.ok(await page.getByText("We still work there.").isVisible(), "what was said is still there");
  }, "review-lead"],
  ["a review lead decides with a reason", async (kept) => {
    const { hand, page, says } = kept;
    await hand.select(says("seat-challenger"));
    await hand.fill(says("reason"), "The more recent work counts.");
    await hand.press(says("act-decision"));
    assert.equal(await page.getByRole("status").innerText(), says("done-decision"));
    await shows(page, says("contest-decided"));
    assert.ok(await page.getByText(says("won-challenger")).isVisible());
  }],
  ["the partner that has lost reads why, and its association has ended", async (kept) => {
    const { hand, page, says } = kept;
    await contestOf(kept, namesOf(kept)[0]);
    for (const words of [says("own-lost"), "The more recent work counts."]) {
      assert.ok(await page.getByText(words, { exact: true }).isVisible(), words);
    }
    await hand.follow(new RegExp(namesOf(kept)[0]));
    const teams = page.locator(".items li").filter({ hasText: "Teams" });
    assert.match(await teams.innerText(), new RegExp(says("association-ended")));
  }, "partner-a-admin"],
]);

journey(at, "a dispute", "partner-a-admin", [
  ["a rejection has its reason: the partner reads it", async (kept) => {
    const { product, hand, page, says, turn } = kept;
    kept.name = `Rejected ${turn}`;
    kept.claim = await rejected(product, "poe_service_missing", { name: kept.name });
    await hand.follow(says("part-claims"), parts({ page, says }));
    await hand.follow(kept.name);
    await shows(page, says("status-rejected"));
    for (const words of [says("why-poe-service-missing"), "The report is about other work."]) {
      assert.ok(await page.getByText(words).first().isVisible(), words);
    }
    assert.ok(await page.getByText(says("clock-dispute")).first().isVisible(), "until when it can be disputed");
  }],
  ["disputes it in own words", async (kept) => {
    const { hand, page, says, product, claim } = kept;
    await hand.unfold(says("act-dispute"));
    await hand.fill(says("reason"), "Page 4 describes the service.", page.locator("form[action$=dispute]"));
    await hand.press(says("act-dispute"));
    assert.equal(await page.getByRole("status").innerText(), says("done-dispute"));
    assert.equal(await statusOf(product, claim), "disputed");
    assert.equal(await page.locator("form[action$=dispute]").count(), 0, "once");
  }],
  ["whoever has rejected it cannot decide, and is told why", async (kept) => {
    const { hand, page, says } = kept;
    await hand.follow(says("part-reviews"), parts({ page, says }));
    await hand.follow(starting(says("queue-unassigned")), page.getByRole("navigation", { name: says("queues") }));
    await hand.follow(kept.name);
    assert.ok(await page.getByText(says("first-reviewer")).isVisible());
    assert.equal(await page.getByRole("button", { name: says("act-approve"), exact: true }).count(), 0);
  }, "reviewer"],
  ["a review lead reads the dispute and approves", async (kept) => {
    const { hand, page, says, product, claim } = kept;
    await hand.follow(says("part-reviews"), parts({ page, says }));
    await hand.follow(starting(says("queue-unassigned")), page.getByRole("navigation", { name: says("queues") }));
    await hand.follow(kept.name);
    assert.ok(await page.getByText("Page 4 describes the service.").first().isVisible());
    for (const item of ["Teams", "Intune"]) {
      await hand.select(says("accept"), page.getByRole("group", { name: item, exact: true }));
    }
    await hand.press(says("act-approve"));
    assert.equal(await page.getByRole("status").innerText(), says("done-approve"));
    assert.equal(await statusOf(product, claim), "approved");
  }, "review-lead"],
]);
