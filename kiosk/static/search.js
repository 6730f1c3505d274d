/** Finding a procedure with a few letters: big keys on the screen, no accents needed. */

import { Refused } from "/shell/static/api.js";
import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { about } from "./confirm.js";
import { serviceOf } from "./state.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */
/** @typedef {import("./state.js").Hit} Hit */

const PAUSE = 180;
const MOST = 60;
let turn = 0;

/** @param {Kiosk} kiosk */
export function drawSearch(kiosk) {
  const screen = one('[data-screen="search"]', kiosk.frame());
  const input = /** @type {HTMLInputElement} */ (one("[data-query]", screen));
  if (input.value !== kiosk.state.query) input.value = kiosk.state.query;
  const hits = kiosk.state.hits;
  const found = one("[data-found]", screen);
  const words = hits === null ? kiosk.say("type") : kiosk.say("hits", { n: hits.length });
  if (found.textContent !== words) found.textContent = words;
  fill(one("[data-hits]", screen), ...(hits ?? []).map((hit) => row(kiosk, hit)));
}

/** @param {Kiosk} kiosk @param {Hit} hit */
function row(kiosk, hit) {
  const service = serviceOf(kiosk.menu, hit.service);
  const ahead = service?.open ? kiosk.say("ahead", { n: service.waiting }) : "";
  const due = hit.deadline && kiosk.say("due", { deadline: hit.deadline });
  const fee = hit.fee && kiosk.say("fee", { fee: hit.fee });
  const what = h("span", { class: "what" },
    h("strong", {}, hit.name),
    h("span", {}, hit.about),
    (due || fee) && h("span", { class: "terms" }, h("span", {}, due), h("span", {}, fee)),
    h("span", { class: "where" }, about(kiosk, hit.service).place),
    service && !service.open && h("span", { class: "closed" }, pick(service.reason?.text)));
  return h("li", {}, h("button", { type: "button", class: "service", "data-find": hit.service, disabled: !service?.open },
    what, h("span", { class: "ahead" }, ahead)));
}

/** @param {Kiosk} kiosk @param {string} key */
export function press(kiosk, key) {
  const typed = kiosk.state.query;
  write(kiosk, key === "erase" ? typed.slice(0, -1) : key === "clear" ? "" : (typed + key).slice(0, MOST));
}

/** @param {Kiosk} kiosk @param {string} query */
export function write(kiosk, query) {
  kiosk.state.query = query;
  turn += 1;
  if (!query.trim()) kiosk.state.hits = null;
  kiosk.draw();
  const mine = turn;
  if (query.trim()) setTimeout(() => mine === turn && find(kiosk, mine), PAUSE);
}

/** @param {Kiosk} kiosk @param {number} mine */
async function find(kiosk, mine) {
  const { query, lang } = kiosk.state;
  const path = `/kiosk/search?${new URLSearchParams({ q: query, in: lang })}`;
  const answer = await kiosk.server.get(path, { patience: 3000 }).catch((fault) => (fault instanceof Refused ? { hits: [] } : null));
  // An answer to letters that have changed since, or after the person has left, is no longer wanted.
  if (!answer || mine !== turn || kiosk.state.query !== query) return;
  kiosk.state.hits = answer.hits;
  kiosk.draw();
}
