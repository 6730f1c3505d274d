/** What somebody else changed at this counter, and until when: said quietly above the line as long as it matters. */

import { label, say } from "/counter/static/facts.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Page} Page */
/** @typedef {Record<string, number>} Served a service -> minutes of preference */

const line = one("#changed");
/** @type {Served | null} */
let before = null;
/** What was changed for good since the page was opened. */
let forGood = "";

/** @param {string[]} codes */
const names = (codes) => codes.map(label).join(", ");

/** The services that are called before the others. @param {Served} served */
function first(served) {
  const least = Math.min(...Object.values(served));
  return Object.keys(served).filter((code) => (served[code] ?? 0) > least);
}

/** What differs, in words; "" when nothing. @param {Served} was @param {Served} is @param {"Today" | "Now"} until */
function differs(was, is, until) {
  const more = Object.keys(is).filter((code) => !(code in was));
  const less = Object.keys(was).filter((code) => !(code in is));
  const [then, now] = [first(was), first(is)];
  const said = [
    more.length && say(`more${until}`, { services: names(more) }),
    less.length && say(`less${until}`, { services: names(less) }),
    now.length && names(now) !== names(then) && say(`first${until}`, { services: names(now) }),
    then.length && !now.length && say(`plain${until}`),
  ];
  return said.filter(Boolean).join(" ");
}

/** @param {Page} page */
export function drawChanged({ services, usual }) {
  if (before && !usual) forGood = differs(before, services, "Now") || forGood;
  before = services;
  const words = usual ? differs(usual, services, "Today") : forGood;
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
}
