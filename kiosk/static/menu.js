/** Counts of people waiting on tiles and rows, and which lines are closed. */

import { fill, h } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { all } from "./facts.js";
import { serviceOf } from "./state.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

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
  const outlook = [kiosk.say("ahead", { n: service.waiting }), pick(service.wait?.text)].filter(Boolean);
  fill(ahead, ...(service.open ? outlook.map((text) => h("span", {}, text)) : []));
  row.toggleAttribute("disabled", !service.open);
  if (closed) closed.textContent = service.open ? "" : pick(service.reason?.text);
  if (closed) closed.hidden = service.open;
}

/**
 * When the turn will probably come, "Dự kiến 09:40-10:00"; "" when it is not known.
 * @param {Kiosk} kiosk
 * @param {import("./state.js").Wait | null | undefined} wait
 */
export const band = (kiosk, wait) => (wait ? kiosk.say("band", { times: pick(wait.text) }) : "");

/**
 * A warning when today may not be enough.
 * @param {Kiosk} kiosk
 * @param {import("./state.js").Wait | null | undefined} wait
 * @param {string} [words]
 */
export const late = (kiosk, wait, words = "late") => (wait?.late ? kiosk.say(words) : "");

/**
 * That no counter of a line is open yet, where therefore no time can be told.
 * @param {Kiosk} kiosk
 * @param {import("./state.js").Service | undefined} service
 * @param {import("./state.js").Wait | null | undefined} wait
 */
export const unopened = (kiosk, service, wait) => (!wait && service?.desks === "closed" ? kiosk.say("desksClosed") : "");

/**
 * Whether the page still offers what the centre offers: after a new catalogue it has to be loaded again.
 * @param {Kiosk} kiosk
 */
export function outdated(kiosk) {
  const shown = all(".service[data-service]", kiosk.frame()).map((row) => row.dataset.service ?? "");
  const offered = kiosk.menu?.departments.flatMap((one) => one.services.map((service) => service.code)) ?? [];
  return kiosk.menu !== null && [...new Set(shown)].sort().join() !== offered.sort().join();
}
