/** What stands where no call does: that numbers will be called here, or that the day is over. */

import { one } from "/shell/static/dom.js";

/** @typedef {import("/display/static/board.js").Text} Text */

const calm = one("#calm");
const end = one("#over");

/** @param {boolean} quiet nobody is called @param {Text | null} over */
export function draw(quiet, over) {
  calm.hidden = !quiet || over !== null;
  end.hidden = !quiet || over === null;
  for (const line of /** @type {HTMLElement[]} */ ([...end.children])) {
    // A line for each sentence. The same words are not written again: they would be read out again.
    const words = over?.[line.lang === "en" ? "en" : "vi"].replaceAll(". ", ".\n") ?? "";
    if (line.textContent !== words) line.textContent = words;
  }
}
