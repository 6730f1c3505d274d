/** Counts of people waiting on tiles and rows, and which lines are closed. */

import { clock, clockNow } from "/shell/static/time.js";
import { fill, h } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { all } from "./facts.js";
import { serviceOf } from "./state.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const STEP = 5;

/** @param {Kiosk} kiosk */
export function drawMenu(kiosk) {
  if (!kiosk.menu) return;
  for (const tile of all("[data-waits]", kiosk.frame())) drawTile(kiosk, tile);
  for (const row of all(".service[data-service]", kiosk.frame())) drawRow(kiosk, row);
}

/** @param {Kiosk} kiosk @param {HTMLElement} tile */
function drawTile(kiosk, tile) {
  const codes = (tile.dataset.waits ?? "").split(" ");
  const waiting = codes.reduce((sum, code) => sum + (serviceOf(kiosk.menu, code)?.waiting ?? 0), 0);
  const shut = codes.every((code) => serviceOf(kiosk.menu, code)?.open === false);
  const count = tile.querySelector("[data-count]");
  if (count) count.textContent = shut ? kiosk.say("shut") : waiting ? kiosk.say("waiting", { n: waiting }) : "";
  tile.classList.toggle("shut", shut);
}

/** @param {Kiosk} kiosk @param {HTMLElement} row */
function drawRow(kiosk, row) {
  const service = serviceOf(kiosk.menu, row.dataset.service ?? "");
  const ahead = row.querySelector("[data-ahead]");
  const closed = /** @type {HTMLElement | null} */ (row.querySelector("[data-closed]"));
  if (!service || !ahead) return;
  const outlook = [kiosk.say("ahead", { n: service.waiting }), band(kiosk, service.wait, { short: true })].filter(Boolean);
  fill(ahead, ...(service.open ? outlook.map((text) => h("span", {}, text)) : []));
  row.toggleAttribute("disabled", !service.open);
  if (closed) closed.textContent = service.open ? "" : pick(service.reason?.text);
  if (closed) closed.hidden = service.open;
}

/**
 * A band of waiting as clock times, "Dự kiến 09:40-10:00"; "" when it is not known. It counts from `since`, an instant
 * of the server, else from now. Where today may not be enough, the later time means nothing.
 * @param {Kiosk} kiosk
 * @param {import("./state.js").Wait | null | undefined} wait
 * @param {{since?: string, short?: boolean}} [as]
 */
export function band(kiosk, wait, { since, short } = {}) {
  if (!wait) return "";
  const [hours = 0, minutes = 0, seconds = 0] = (since?.slice(11, 19) ?? clockNow(kiosk.stage.dataset.now ?? "")).split(":").map(Number);
  const past = hours * 60 + minutes + seconds / 60;
  const from = time(Math.floor((past + wait.low) / STEP) * STEP);
  const to = time(Math.ceil((past + wait.high) / STEP) * STEP);
  const word = wait.after ? (wait.late || short ? "after" : "afterTimes") : wait.late ? "from" : "times";
  return kiosk.say(`${short ? "short" : "band"}-${word}`.replace(/-(.)/, (_, first) => first.toUpperCase()), {
    from, to, after: clock(wait.after ?? ""),
  });
}

/** "09:40" from minutes of the day. @param {number} minutes */
const time = (minutes) => [Math.floor(minutes / 60) % 24, minutes % 60].map((n) => String(n).padStart(2, "0")).join(":");

/**
 * A warning when today may not be enough.
 * @param {Kiosk} kiosk
 * @param {import("./state.js").Wait | null | undefined} wait
 * @param {string} [words]
 */
export const late = (kiosk, wait, words = "late") => (wait?.late ? kiosk.say(words) : "");

/**
 * Whether the page still offers what the centre offers: after a new catalogue it has to be loaded again.
 * @param {Kiosk} kiosk
 */
export function outdated(kiosk) {
  const shown = all(".service[data-service]", kiosk.frame()).map((row) => row.dataset.service ?? "");
  const offered = kiosk.menu?.departments.flatMap((one) => one.services.map((service) => service.code)) ?? [];
  return kiosk.menu !== null && [...new Set(shown)].sort().join() !== offered.sort().join();
}
