/** Numbers taken for others: after a few of one service in half a minute the kiosk asks, once, and takes a yes. */

import { one } from "/shell/static/dom.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const WITHIN_MS = 30_000;
/** When numbers of a service were taken here, and until when a yes holds. @type {Map<string, number[]>} */
const lately = new Map();
let agreed = "";

/** @param {string} service */
export function taken(service) {
  const now = performance.now();
  lately.set(service, [...(lately.get(service) ?? []).filter((at) => now - at < WITHIN_MS), now]);
}

/** Whether the question stands open now; it is not asked again while the same person goes on. @param {Kiosk} kiosk @param {string} service */
export function asks(kiosk, service) {
  const now = performance.now();
  const count = (lately.get(service) ?? []).filter((at) => now - at < WITHIN_MS).length;
  if (count < Number(kiosk.stage.dataset.asksAfter)) agreed = "";
  if (count < Number(kiosk.stage.dataset.asksAfter) || agreed === service) return false;
  /** @type {HTMLDialogElement} */ (one('[data-dialog="others"]', kiosk.frame())).showModal();
  return true;
}

/** @param {Kiosk} kiosk @param {string} said @param {() => void} goOn */
export function answer(kiosk, said, goOn) {
  if (said === "no") return kiosk.restart();
  agreed = kiosk.state.intent?.service ?? "";
  /** @type {HTMLDialogElement} */ (one('[data-dialog="others"]', kiosk.frame())).close();
  goOn();
}
