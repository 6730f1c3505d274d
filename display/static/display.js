/** The hall screen: draws the newest board, tells the time, and admits it when it is cut off. */

import { reader } from "/display/static/board.js";
import { draw as drawCalls } from "/display/static/calls.js";
import { draw as drawCalm } from "/display/static/calm.js";
import { watch } from "/display/static/lost.js";
import { draw as drawNotices } from "/display/static/notices.js";
import { draw as drawWaiting } from "/display/static/waiting.js";
import { one } from "/shell/static/dom.js";
import { live } from "/shell/static/live.js";
import { clockNow, everySecond, learn } from "/shell/static/time.js";

/** @typedef {import("/display/static/board.js").Board} Board */

const { board = "all", now = "", shownS = "" } = one("#main").dataset;
const read = reader(1000 * Number(shownS));

let at = now;
let current = false;
/** @type {Board | null} */
let newest = null;

function draw() {
  one("#clock").textContent = clockNow(at);
  if (!newest) return;
  const { current: calls, past } = read(newest, performance.now());
  drawCalls(calls, past);
  drawCalm(calls.length === 0, newest.over);
}

learn(now);
const contact = watch(() => at);
const hall = live("display", (state) => {
  current = state.live;
  if (current) contact.heard();
  if (state.refused) contact.refused();
});
hall.socket.io.on("ping", () => current && contact.heard());
hall.watch({ board }, (/** @type {Board} */ document) => {
  learn(document.at);
  [newest, at] = [document, document.at];
  draw();
  drawWaiting(document.waiting);
  drawNotices(document);
});
everySecond(draw);
