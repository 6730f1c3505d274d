/** What no live document holds: who sits where, and how the printers are. Printers send no events: they are asked. */

import { fill, h, one } from "/shell/static/dom.js";
import { say, server } from "/admin/static/desk.js";

/** @typedef {{name: string, good: boolean, says: string, low: boolean, waiting: number, kiosks: string[]}} Printer */
/** @typedef {{printers: Printer[], seated: Record<string, string>}} Now */

const EVERY_MS = 5000;

/** @param {Printer} printer */
function printerRow(printer) {
  const kiosks = printer.kiosks.join(", ");
  const name = kiosks ? say("printerAt", { printer: printer.name, kiosks }) : printer.name;
  const more = [printer.low && say("low"), printer.waiting > 0 && say("queue", { n: printer.waiting })];
  const words = [printer.says, ...more].filter(Boolean).join(", ");
  return h("li", { class: printer.good && !printer.low ? "fine" : "trouble" }, h("b", {}, name), ` ${words}`);
}

/** @param {Now} now */
function draw(now) {
  for (const row of document.querySelectorAll("[data-counter]")) {
    fill(one("[data-officer]", row), now.seated[row.getAttribute("data-counter") ?? ""]);
  }
  fill(one("[data-printers]"), ...now.printers.map(printerRow));
}

/**
 * Draws it every few seconds while somebody looks, and whenever the returned function is called.
 * @param {(now: Now) => void} [also]
 */
export function watchBeside(also) {
  let turn = 0;
  const ask = async () => {
    const own = (turn += 1);
    const now = await server.get("/admin/now").catch(() => null);
    if (!now || own !== turn) return;
    draw(now);
    also?.(now);
  };
  setInterval(() => document.hidden || ask(), EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  ask();
  return ask;
}
