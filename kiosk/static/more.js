/** When a screen is longer than the glass, says so and moves it by a touch. */

import { one } from "/shell/static/dom.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const SLACK = 8;

/** @param {Kiosk} kiosk */
export function drawMore(kiosk) {
  const view = one("main", kiosk.frame());
  view.onscroll = () => draw(kiosk, view);
  draw(kiosk, view);
}

/** @param {Kiosk} kiosk @param {HTMLElement} view */
function draw(kiosk, view) {
  const below = view.scrollHeight - view.clientHeight - view.scrollTop > SLACK;
  const above = view.scrollTop > SLACK;
  one("[data-more]", kiosk.frame()).hidden = view.scrollHeight - view.clientHeight <= SLACK;
  one('[data-scroll="down"]', kiosk.frame()).toggleAttribute("disabled", !below);
  one('[data-scroll="up"]', kiosk.frame()).toggleAttribute("disabled", !above);
}

/** @param {Kiosk} kiosk @param {string} way */
export function scroll(kiosk, way) {
  const view = one("main", kiosk.frame());
  view.scrollBy({ top: (way === "down" ? 0.8 : -0.8) * view.clientHeight });
}
