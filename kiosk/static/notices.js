/** What the centre says to everybody: while the hall pauses its message covers the page, else notices stand on top. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { covered } from "./away.js";
import { facts } from "./facts.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

/** @param {Kiosk} kiosk */
export function drawNotices(kiosk) {
  const told = kiosk.menu?.notices ?? [];
  const list = one("[data-notices]", kiosk.frame());
  list.hidden = told.length === 0 || kiosk.menu?.paused === true;
  const words = told.map(pick);
  if (JSON.stringify(words) === list.dataset.drawn) return drawPause(kiosk, told[0]);
  list.dataset.drawn = JSON.stringify(words);
  fill(list, ...words.map((text) => h("li", {}, text)));
  drawPause(kiosk, told[0]);
}

/** Covers everything but a number just taken, in both languages: whoever comes now has chosen none. */
/** @param {Kiosk} kiosk @param {import("./state.js").Text | undefined} message */
function drawPause(kiosk, message) {
  const dialog = /** @type {HTMLDialogElement} */ (one('[data-dialog="paused"]', kiosk.frame()));
  const covers = kiosk.menu?.paused === true && !covered(kiosk) && kiosk.state.screen !== "ticket";
  const other = kiosk.state.lang === "en" ? message?.vi : message?.en;
  facts(dialog, { paused: covers ? pick(message) : "", pausedElsewhere: covers ? (other ?? "") : "" });
  dialog.oncancel = (event) => event.preventDefault();
  if (covers && !dialog.open) dialog.showModal();
  if (!covers && dialog.open) dialog.close();
}
