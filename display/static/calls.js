/** Draws the calls: the large rows, newest on top, and the numbers called before them. */

import { fill, h, icon, one } from "/shell/static/dom.js";
import { pick, sentences } from "/shell/static/lang.js";

/** @typedef {import("/display/static/board.js").Call} Call */
/** @typedef {import("/display/static/board.js").Shown} Shown */

const ROWS = 5;
const PAST = 12;
const MOVE = { duration: 400, easing: "ease-out" };

const main = one("#main");
const say = sentences(main);
const list = one("#calls");
const still = matchMedia("(prefers-reduced-motion: reduce)");

let drawn = "";
/** @type {Set<string>} */
let lit = new Set();

/** @param {Shown[]} calls @param {Call[]} past */
export function draw(calls, past) {
  const wanted = JSON.stringify([calls, past]);
  if (wanted === drawn) return;
  drawn = wanted;
  const tops = positions();
  arrange(calls.length);
  fill(list, ...calls.map(row));
  list.querySelectorAll(".why").forEach(shorten);
  lit = new Set(calls.filter((call) => call.lit).map((call) => call.number));
  glide(tops);
  fill(one("#recent"), ...past.slice(0, PAST).map(small));
}

/** One column for five calls, two for more; back to one only when there is room to spare. @param {number} count */
function arrange(count) {
  const two = count > ROWS || (list.dataset.columns === "2" && count === ROWS);
  list.dataset.columns = main.dataset.columns = two ? "2" : "1";
  list.dataset.rows = String(two ? Math.min(8, Math.max(ROWS - 1, Math.ceil(count / 2))) : ROWS);
}

/** @param {Shown} call */
const row = (call) =>
  h(
    "li",
    { class: lit.has(call.number) ? "call" : "call new", "data-number": call.number, "data-lit": call.lit },
    h("strong", { class: "number" }, call.number),
    about(call),
    h("div", { class: "towards" }, elsewhere(call), icon("/display/static/arrow.svg", "arrow")),
    h("strong", { class: "number" }, call.counter),
  );

/** Why it was next, where that is not plain order; else a word of welcome for its arrival. @param {Shown} call */
function about({ why, lit }) {
  if (why && why.vi !== main.dataset.plain) return h("p", { class: "about why" }, pick(why));
  return h("p", { class: "about" }, lit && say("please"));
}

/** A sentence that does not fit beside its number is said by its first words alone: "Ưu tiên". @param {Element} why */
function shorten(why) {
  const fits = why.scrollHeight <= why.clientHeight + 1 && why.scrollWidth <= why.clientWidth + 1;
  if (!fits) why.textContent = (why.textContent ?? "").split(/[:,]/)[0] ?? "";
}

/** @param {Call} call */
const elsewhere = ({ area }) => area && area !== main.dataset.board && h("span", {}, say("area", { area }));

/** @param {Call} call */
const small = (call) =>
  h("li", {}, h("strong", { class: "number" }, call.number), h("span", { class: "number" }, call.counter));

const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);
const positions = () => new Map(rows().map((each) => [each.dataset.number, each.getBoundingClientRect()]));

/** Rows that stay glide to their new place. @param {Map<string | undefined, DOMRect>} before */
function glide(before) {
  if (still.matches) return;
  for (const each of rows()) {
    const old = before.get(each.dataset.number);
    const place = each.getBoundingClientRect();
    if (!old || old.width !== place.width || old.top === place.top) continue;
    each.animate({ transform: [`translateY(${old.top - place.top}px)`, "none"] }, MOVE);
  }
}
