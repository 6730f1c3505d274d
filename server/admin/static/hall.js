/** The hall at a glance: counters, lines and sums from the newest board; names and printers beside it. */

import { fill, h, one } from "/shell/static/dom.js";
import { connection, say, server } from "/admin/static/desk.js";

/** @typedef {{counter: string, state: string, number: string | null}} Counter */
/** @typedef {{service: string, count: number}} Line */
/** @typedef {{name: string, good: boolean, says: string, low: boolean, waiting: number, kiosks: string[]}} Printer */
/** @typedef {{printers: Printer[], seated: Record<string, string>}} Now */

const BESIDE_MS = 5000;
const rows = (/** @type {string} */ name) =>
  new Map([...document.querySelectorAll(`[data-${name}]`)].map((e) => [e.getAttribute(`data-${name}`) ?? "", e]));
const counters = rows("counter");
const lines = rows("line");

/** @param {Counter} now */
function drawCounter(now) {
  const row = /** @type {HTMLElement | undefined} */ (counters.get(now.counter));
  if (!row) return;
  row.dataset.state = now.state;
  fill(one("[data-number]", row), now.number);
  fill(one("[data-word]", row), say(now.state));
}

/** @param {Line} now */
function drawLine(now) {
  const row = /** @type {HTMLElement | undefined} */ (lines.get(now.service));
  if (!row) return;
  row.dataset.empty = String(now.count === 0);
  fill(one("[data-count]", row), now.count);
}

/** @param {{counters: Counter[], waiting: Line[]}} board */
function drawSums(board) {
  const count = new Map(board.waiting.map((line) => [line.service, line.count]));
  for (const area of document.querySelectorAll("[data-area]")) {
    const own = [...area.querySelectorAll("[data-line]")].map((e) => count.get(e.getAttribute("data-line") ?? "") ?? 0);
    fill(one("[data-total]", area), say("waiting", { n: own.reduce((a, b) => a + b, 0) }));
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-sum]"))) {
    const what = place.dataset.sum;
    const waiting = board.waiting.reduce((sum, line) => sum + line.count, 0);
    fill(place, what === "waiting" ? waiting : board.counters.filter((c) => c.state === what).length);
  }
}

/** @param {Printer} printer */
function printerRow(printer) {
  const kiosks = printer.kiosks.join(", ");
  const name = kiosks ? say("printerAt", { printer: printer.name, kiosks }) : printer.name;
  const beside = [printer.low && say("low"), printer.waiting > 0 && say("queue", { n: printer.waiting })];
  const words = [printer.says, ...beside].filter(Boolean).join(", ");
  return h("li", { class: printer.good && !printer.low ? "fine" : "trouble" }, h("b", {}, name), ` ${words}`);
}

/** @param {Now} now */
function drawBeside(now) {
  for (const [code, row] of counters) fill(one("[data-officer]", row), now.seated[code]);
  fill(one("[data-printers]"), ...now.printers.map(printerRow));
}

/**
 * Draws the hall now and after each change. `beside` hears what no live document holds: printers send no events, so
 * they are asked about now and then.
 * @param {{board?: (board: any) => void, beside?: (now: Now) => void}} [also]
 */
export function watchHall(also = {}) {
  connection.watch({ board: "all" }, (board) => {
    board.counters.forEach(drawCounter);
    board.waiting.forEach(drawLine);
    drawSums(board);
    also.board?.(board);
  });
  const ask = async () => {
    const now = document.hidden ? null : await server.get("/admin/now").catch(() => null);
    if (now) drawBeside(now);
    if (now) also.beside?.(now);
    setTimeout(ask, BESIDE_MS);
  };
  ask();
}
