// What somebody does with a page, found as people find it: by what it is and what is written on it.
// The mouse clicks; the keyboard goes there with the tab key alone.

import assert from "node:assert/strict";

const STOPS = 300;

/** Whatever can be done with either hand. */
class Hand {
  constructor(page) {
    this.page = page;
  }

  /** The one control with this role and label. */
  async #one(role, name, within = this.page) {
    const found = within.getByRole(role, { name, exact: typeof name === "string" }).filter({ visible: true });
    await found.first().waitFor({ timeout: 15_000 });
    assert.equal(await found.count(), 1, `one ${role} “${name}” on ${this.page.url()}`);
    return found;
  }

  /** Presses a button that leads to a page. */
  async press(name, within) {
    return this.#goesOn(await this.#one("button", name, within));
  }

  async follow(name, within) {
    return this.#goesOn(await this.#one("link", name, within));
  }

  async #goesOn(control) {
    const gone = this.page.waitForEvent("framenavigated");
    await Promise.all([gone, this.use(control)]);
    await this.page.waitForLoadState();
  }

  async fill(label, words, within) {
    const field = await this.#one("textbox", label, within);
    await this.goTo(field);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.type(words);
  }

  /** Puts in what was copied elsewhere. */
  async paste(label, words) {
    await this.goTo(await this.#one("textbox", label));
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(words);
  }

  /** A day, as the field wants it: its parts in the order of the browser's language. */
  async date(label, day) {
    const field = this.page.getByLabel(label, { exact: true });
    const [year, month, date] = day.split("-");
    for (const parts of [month + date + year, date + month + year]) {
      await this.goToStart(field);
      await this.page.keyboard.type(parts);
      if ((await field.inputValue()) === day) return;
    }
    assert.fail(`“${label}” is ${await field.inputValue()}, not ${day}`);
  }

  async choose(label, option, within) {
    return this.pick(await this.#one("combobox", label, within), option);
  }

  async tick(label, within) {
    const box = await this.#one("checkbox", label, within);
    await this.mark(box);
    assert.equal(await box.isChecked(), true, `“${label}” is ticked`);
  }

  async select(label, within) {
    const radio = await this.#one("radio", label, within);
    await this.mark(radio);
    assert.equal(await radio.isChecked(), true, `“${label}” is chosen`);
  }

  /** Opens what is folded away under these words. */
  async unfold(words) {
    const summary = this.page.locator("summary", { hasText: words }).filter({ visible: true });
    assert.equal(await summary.count(), 1, `one part “${words}”`);
    if (await summary.evaluate((element) => !element.parentElement.open)) await this.use(summary);
  }
}

export class Mouse extends Hand {
  static name = "mouse";

  goTo(control) {
    return control.click();
  }

  goToStart(field) {
    return field.click({ position: { x: 14, y: 14 } });
  }

  use(control) {
    return control.click();
  }

  /** On its words, where most people aim. */
  mark(control) {
    return control.locator("xpath=ancestor::label").click();
  }

  async pick(list, option) {
    // The opened list is drawn by the system, where no pointer of a test reaches.
    await list.selectOption({ label: option });
  }

  /** Drops a file on a place, as it comes from a folder. */
  async drop(place, path) {
    await place.scrollIntoViewIfNeeded();
    const box = await place.boundingBox();
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", {
        type,
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        data,
      });
    }
    await session.detach();
  }
}

export class Keyboard extends Hand {
  static name = "keyboard";

  /** With the tab key, until the control has the focus and shows it. */
  async goTo(control) {
    const element = await control.elementHandle();
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await element.evaluate((element) => element === document.activeElement)) {
        return assert.deepEqual(await element.evaluate(hidden), []);
      }
      await this.page.keyboard.press("Tab");
    }
    assert.fail(`the keyboard does not reach ${await element.evaluate((element) => element.outerHTML.slice(0, 120))}`);
  }

  /** At the first part of a field that has several. */
  async goToStart(field) {
    await field.blur();
    await this.goTo(field);
  }

  async use(control) {
    await this.goTo(control);
    await this.page.keyboard.press("Enter");
  }

  async mark(control) {
    const radio = (await control.getAttribute("type")) === "radio";
    if (!radio) {
      await this.goTo(control);
      return this.page.keyboard.press("Space");
    }
    // The tab key comes to one button of a group; the arrows go through it.
    const name = await control.getAttribute("name");
    const inGroup = () => this.page.evaluate((name) => document.activeElement?.name === name, name);
    for (let stop = 0; !(await inGroup()); stop += 1) {
      assert.ok(stop < STOPS, `the keyboard does not reach ${name}`);
      await this.page.keyboard.press("Tab");
    }
    const element = await control.elementHandle();
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await element.evaluate((element) => element === document.activeElement)) break;
      await this.page.keyboard.press("ArrowDown");
    }
    await this.page.keyboard.press("Space");
  }

  async pick(list, option) {
    await this.goTo(list);
    await this.page.keyboard.press("Home");
    const chosen = () => list.evaluate((element) => element.selectedOptions[0]?.label);
    const count = await list.evaluate((element) => element.options.length);
    for (let step = 0; step < count && (await chosen()) !== option; step += 1) await this.page.keyboard.press("ArrowDown");
    assert.equal(await chosen(), option);
  }

  /** Without a pointer nothing is dragged: the field for files is opened and the file chosen. */
  async drop(place, path) {
    const field = place.locator("input[type=file]");
    await this.goTo(field);
    // A busy browser may miss the key that opens its dialog; people press it again.
    for (const key of ["Enter", "Space", "Enter"]) {
      const chooser = this.page.waitForEvent("filechooser", { timeout: 5000 }).catch(() => undefined);
      await this.page.keyboard.press(key);
      const opened = await chooser;
      if (opened) return opened.setFiles(path);
    }
    assert.fail("no key opens the dialog for files");
  }
}

export const HANDS = [Mouse, Keyboard];

/** Why the element that has the focus cannot be seen to have it. Runs in the page. */
function hidden(element) {
  const faults = [];
  const rect = element.getBoundingClientRect();
  const inside = rect.bottom > 0 && rect.right > 0 && rect.top < innerHeight && rect.left < innerWidth;
  if (!inside) faults.push(`out of sight with the focus: ${element.outerHTML.slice(0, 80)}`);
  const shows = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
  };
  if (!shows(element) && !(element.closest("label") && shows(element.closest("label")))) {
    faults.push(`does not show the focus: ${element.outerHTML.slice(0, 80)}`);
  }
  return faults;
}
