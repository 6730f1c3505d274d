/** Which part of reception's page is shown, and where the keyboard stands then. */

import { one } from "/shell/static/dom.js";
import { settle } from "/admin/static/intent.js";

/** @typedef {"departments" | "services" | "ticket" | "appointments" | "hall"} View */

const work = one("[data-work]");
const tabs = /** @type {NodeListOf<HTMLElement>} */ (work.querySelectorAll("[data-view]"));

/** @param {View} view */
export function show(view) {
  if (work.dataset.show !== view) settle();
  work.dataset.show = view;
  const part = view === "hall" || view === "appointments" ? view : "departments";
  for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.view === part));
  const heading = work.querySelector(`[data-panel="${view}"] h2[tabindex]`);
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

export const shown = () => /** @type {View} */ (work.dataset.show);

for (const tab of tabs) tab.addEventListener("click", () => show(/** @type {View} */ (tab.dataset.view)));
