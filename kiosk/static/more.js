/** When a screen is longer than the glass, says so and moves it by a touch. */

import { one } from "/shell/static/dom.js";
import { all } from "./facts.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const SLACK = 8;
const STEP = 0.8;

/** What scrolls now: the innermost part of the shown screen that can. @param {Kiosk} kiosk */
const view = (kiosk) => all("[data-scrolls]", kiosk.frame()).findLast((part) => part.offsetParent !== null) ?? one("main");

/** @param {Kiosk} kiosk */
export function drawMore(kiosk) {
  const part = view(kiosk);
  part.onscroll = () => draw(kiosk, part);
  draw(kiosk, part);
}

/** @param {Kiosk} kiosk @param {HTMLElement} part */
function draw(kiosk, part) {
  const bar = one("[data-more]", kiosk.frame());
  const whole = part.clientHeight + (part.contains(bar) ? 0 : bar.offsetHeight);
  // Measured as if the bar were away: else the room that it takes would be its own reason to stay.
  bar.hidden = part.scrollHeight - whole <= SLACK;
  const hidden = part.scrollHeight - part.clientHeight;
  one('[data-scroll="up"]', kiosk.frame()).toggleAttribute("disabled", part.scrollTop <= SLACK);
  one('[data-scroll="down"]', kiosk.frame()).toggleAttribute("disabled", hidden - part.scrollTop <= SLACK);
}

/** @param {Kiosk} kiosk @param {string} way */
export function scroll(kiosk, way) {
  const part = view(kiosk);
  part.scrollBy({ top: (way === "down" ? STEP : -STEP) * part.clientHeight });
}
