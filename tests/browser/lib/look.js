// What is looked for in a page as it is drawn. This file runs in the page; it names what is wrong, and changes nothing.

/** `keys`: names of texts. `foreign`: texts of the other language. */
export function look({ lang, keys, foreign }) {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const named = (element) => {
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName}${element.id ? ` id=${element.id}` : ""}> ${words}`;
  };
  // Something that waits beyond the edge until it has the focus, as the skip link does.
  const away = (rect) => rect.right <= 0 || rect.bottom <= 0;

  // Said to those who hear a page, and not drawn.
  const unseen = (element) => {
    for (; element && element !== document.body; element = element.parentElement) {
      if (getComputedStyle(element).overflow === "hidden" && element.clientWidth <= 1) return true;
    }
    return false;
  };

  const elements = [...document.body.querySelectorAll("*")].filter((element) => visible(element));
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, option") || !visible(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 1 && !away(rect));
    const words = node.data.trim().replace(/\s+/g, " ");
    if (rects.length > 0) texts.push({ node, parent, rects: unseen(parent) ? [] : rects, words });
  }

  frame();
  overflow();
  overlap();
  rawWords();
  emptyPlaces();
  return faults;

  function frame() {
    if (document.documentElement.lang !== lang) faults.push(`lang is ${document.documentElement.lang}, not ${lang}`);
    if (!document.title.trim() || /^[^\p{L}\p{N}]/u.test(document.title)) faults.push(`the title is “${document.title}”`);
    const headings = [...document.querySelectorAll("h1")].filter((heading) => visible(heading));
    if (headings.length !== 1) faults.push(`${headings.length} headings of the first level`);
    if (document.querySelectorAll("main").length !== 1) faults.push("not one main part");
  }

  function overflow() {
    const root = document.documentElement;
    if (root.scrollWidth > width) faults.push(`wider than the window: ${root.scrollWidth} of ${width} px`);
    for (const element of elements) {
      const rect = element.getBoundingClientRect();
      if (away(rect) || scrolls(element.parentElement)) continue;
      if (rect.right > width + 1 || rect.left < -1) faults.push(`beyond the edge: ${named(element)}`);
      const style = getComputedStyle(element);
      const cut = style.overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1;
      if (cut && rect.width > 1) faults.push(`cut off: ${named(element)}`);
    }
  }

  function scrolls(element) {
    for (; element && element !== document.body; element = element.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(element).overflowX)) return true;
    }
    return false;
  }

  function overlap() {
    const controls = elements.filter((element) => element.matches("input, select, textarea, button, iframe, img"));
    const boxes = [
      ...texts.flatMap(({ node, parent, rects, words }) => rects.map((rect) => ({ node, parent, rect, words }))),
      ...controls.map((element) => ({
        node: element,
        parent: element,
        rect: element.getBoundingClientRect(),
        words: named(element),
      })),
    ].filter(({ rect }) => rect.width > 1 && rect.height > 1 && !away(rect));
    boxes.sort((a, b) => a.rect.top - b.rect.top);
    boxes.forEach((one, index) => {
      for (let next = index + 1; next < boxes.length; next += 1) {
        const other = boxes[next];
        if (other.rect.top >= one.rect.bottom) break;
        if (one.node.contains(other.node) || other.node.contains(one.node)) continue;
        const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        // The box of a letter is higher than the letter, so lines of one text may touch.
        const height = Math.min(one.rect.height, other.rect.height);
        if (across > 2 && down > height * 0.3) faults.push(`“${one.words}” lies over “${other.words}”`);
      }
    });
  }

  function rawWords() {
    const attributes = ["aria-label", "title", "placeholder", "alt", "label"];
    const spoken = [
      ...texts.filter(({ parent }) => !parent.closest("pre, code")),
      ...[...document.querySelectorAll("option")].map((option) => ({ parent: option, words: option.text.trim() })),
      ...elements.flatMap((element) =>
        attributes
          .filter((name) => element.hasAttribute(name))
          .map((name) => ({ parent: element, words: element.getAttribute(name) })),
      ),
      { parent: document.documentElement, words: document.title },
    ];
    const raw = [
      // A receipt is called by its id (rcp_…), nothing else is; an address that is shown whole may have one.
      [/(?<!https?:\S*)\b(clm|cus|doc|con|ref|cts)_[0-9a-z]{4,}/, "an id"],
      [/(?<![\w.@/-])(?!rcp_)[a-z]+(_[a-z0-9]+)+(?![\w.@-])/, "a word of the API"],
      [/\b(workload|subscription):/, "the key of an item"],
      [/\b[a-z-]+@\d+\b/, "the reference of a text"],
      [/\{ ?\$|\{\{|\}\}|\[object|\bundefined\b|\bNaN\b|\bSome\(/, "a place that was not filled"],
      [/\d{4}-\d{2}-\d{2}T\d/, "a time as programs write it"],
      [/\bP(\d+[YMWD])*T?(\d+[HMS])+\b|\bP\d+D\b/, "a span as programs write it"],
    ];
    for (const { parent, words } of spoken) {
      for (const [pattern, what] of raw) {
        const found = words.match(pattern);
        if (found) faults.push(`${what}: “${found[0]}” in “${words.slice(0, 80)}”`);
      }
      if (keys.includes(words)) faults.push(`the name of a text: “${words}”`);
      if (foreign.includes(words) && parent.closest("[lang]").lang === lang) {
        faults.push(`in the other language: “${words}”`);
      }
    }
  }

  // A list, a table or a part of the page that has nothing must say so.
  function emptyPlaces() {
    const controls = "input:not([type=hidden]), select, textarea, button, img, iframe, svg, canvas";
    const nothing = (element) => !element.textContent.trim() && !element.querySelector(controls);
    for (const element of elements) {
      const place = element.matches("ul, ol, dl, li, table, tbody, td, dd, p, form, fieldset, section, article, nav");
      if (place && nothing(element)) faults.push(`empty: ${element.outerHTML.slice(0, 80)}`);
      if (element.matches("select") && element.options.length === 0) faults.push(`nothing to choose: ${named(element)}`);
      if (element.matches("section, main, article")) {
        const rest = [...element.children].filter((child) => !child.matches("h1, h2, h3, h4, summary"));
        if (rest.every(nothing)) faults.push(`only a heading: ${named(element)}`);
      }
    }
  }
}
