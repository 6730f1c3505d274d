/** Draws who waits, service by service: all of them, or, where they do not fit, those with people, page by page. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick, sentences } from "/shell/static/lang.js";

/** @typedef {import("/display/static/board.js").Line} Line */

const TURN_MS = 8000;
/** Letters of a time beyond which it is set smaller: `sau 16:30` and `09:40-10:00` are short. */
const SHORT = 11;

const main = one("#main");
const say = sentences(main);
const list = one("#waiting");

/** Below two columns of calls there is less room. */
const room = () => (main.dataset.columns === "2" ? 2 : 5);

/** @type {Line[]} */
let lines = [];
/** @type {string[][]} */
let pages = [[]];
let page = 0;
let rows = 0;

/** The newest counts; which services a page holds changes only when it turns. @param {Line[]} newest */
export function draw(newest) {
  lines = newest;
  if (rows !== room()) turn();
  else show();
}

function turn() {
  rows = room();
  const shown = lines.length > rows ? lines.filter((line) => line.count > 0) : lines;
  const count = Math.max(1, Math.ceil(shown.length / rows));
  const size = Math.ceil(shown.length / count);
  pages = Array.from({ length: count }, (_, at) => shown.slice(at * size, (at + 1) * size).map((line) => line.service));
  page = (page + 1) % count;
  show();
}

function show() {
  const here = pages[page] ?? [];
  fill(list, ...lines.filter((line) => here.includes(line.service)).map(row));
  if (here.length === 0) fill(list, h("li", { class: "nobody" }, h("span", {}, say("nobody"), h("small", { lang: main.dataset.small ?? "" }, say("nobodySmall")))));
  one("#pages").textContent = pages.length > 1 ? `${page + 1}/${pages.length}` : "";
}

/** @param {Line} line */
function row(line) {
  const told = line.count > 0 && pick(line.wait?.text);
  const time = told && h("small", { class: told.length > SHORT ? "figures long" : "figures" }, told);
  const name = h("span", {}, pick(line.name), told && " ", time);
  return h("li", {}, name, h("strong", { class: "figures" }, line.count));
}

setInterval(turn, TURN_MS);
