/** The hall at a glance: counters, lines and sums from the newest board. */

import { fill, one } from "/shell/static/dom.js";
import { watchBeside } from "/admin/static/beside.js";
import { connection, say } from "/admin/static/desk.js";

/** @typedef {{counter: string, state: string, number: string | null}} Counter */
/** @typedef {{service: string, count: number}} Line */

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

/**
 * Draws the hall now and after each change.
 * @param {{board?: (board: any) => void, beside?: (now: import("/admin/static/beside.js").Now) => void}} [also]
 */
export function watchHall(also = {}) {
  const ask = watchBeside(also.beside);
  let there = "";
  connection.watch({ board: "all" }, (board) => {
    board.counters.forEach(drawCounter);
    board.waiting.forEach(drawLine);
    drawSums(board);
    also.board?.(board);
    const open = board.counters.map((/** @type {Counter} */ c) => c.state !== "closed").join();
    if (open !== there) ask();
    there = open;
  });
}
