/** The frame on the stage: its language, which screen is seen, and the switches of the foot. */

import { one } from "/shell/static/dom.js";
import { all } from "./facts.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

/** @param {Kiosk} kiosk */
export function drawFrame({ state, stage }) {
  const root = document.documentElement;
  if (root.lang !== state.lang || !stage.firstElementChild) mount(stage, state.lang);
  root.classList.toggle("larger", state.larger);
  root.classList.toggle("low", state.low);
  for (const screen of all("[data-screen]", stage)) screen.hidden = screen.dataset.screen !== state.screen;
  one("[data-back]", stage).hidden = (state.screen === "start" && !state.adding) || state.screen === "ticket";
  for (const button of all("[data-comfort]", stage)) {
    button.setAttribute("aria-pressed", String(button.dataset.comfort === "larger" ? state.larger : state.low));
  }
}

/** @param {HTMLElement} stage @param {string} lang */
function mount(stage, lang) {
  const template = /** @type {HTMLTemplateElement} */ (one(`template[data-lang="${lang}"]`));
  document.documentElement.lang = lang;
  stage.replaceChildren(template.content.cloneNode(true));
}

/** A new screen begins at its top, and readers hear its heading. @param {Kiosk} kiosk */
export function enter({ state, stage }) {
  one("main", stage).scrollTop = 0;
  one(`[data-screen="${state.screen}"] h1`, stage).focus({ preventScroll: true });
}
