/** The desk as it stands: the newest document, whether it is live, and what the officer is about to say. */

import { now } from "/shell/static/time.js";

/** @typedef {import("/counter/static/facts.js").Page} Page */

/** Presses this soon after a change were meant for what stood there before. */
const SETTLE_MS = 700;

/**
 * `lostAt` is the time of day since when the page is not live. Since when the server cannot record: `troubleAt` as it says
 * itself, `stuckAt` as a press found out. `ended`: the server no longer knows this sign-in,
 * `endedBy` the word by which it ended it, if it said so.
 * @type {{page: Page | null, live: boolean, lostAt: string, troubleAt: string, stuckAt: string, ended: boolean, endedBy: string, sending: boolean,
 *   outcome: string, said: string, fault: boolean}}
 */
export const desk = { page: null, live: false, lostAt: "", troubleAt: "", stuckAt: "", ended: false, endedBy: "", sending: false, outcome: "", said: "", fault: false };

/** @type {(() => void)[]} */
const drawers = [];
let changedAt = -Infinity;
let takenAt = 0;
let shape = "";
let timer = 0;

/** Draws after every change. @param {() => void} draw */
export const whenChanged = (draw) => drawers.push(draw);

export function redraw() {
  show();
  drawers.forEach((draw) => draw());
}

/** The page says whether it listens: for styles, and for programs that press its keys. */
const show = () => (document.body.dataset.listens = listening() ? "yes" : "no");

/** From now on, for a moment, presses do not count. */
export function settle() {
  changedAt = performance.now();
  show();
  clearTimeout(timer);
  timer = setTimeout(show, SETTLE_MS + 10);
}

/** Whether a press counts now: live, nothing on its way, nothing just changed. */
export const listening = () => desk.live && !desk.sending && performance.now() - changedAt >= SETTLE_MS;

/** The hall's own time: while the hall pauses it stands where the newest document found it. */
export const hallNow = () => (desk.page?.hall_paused ? takenAt : now());

/** Changes what the desk is, and lets presses settle if the one next thing is another. @param {Partial<typeof desk>} change */
export function change(change) {
  const before = desk.page?.current?.id;
  Object.assign(desk, change);
  if (change.page) takenAt = now();
  if (desk.page?.current?.id !== before) desk.outcome = "";
  const { page } = desk;
  const looks = [desk.live, page?.current?.id, page?.current?.state, page?.status].join();
  if (looks !== shape) settle();
  shape = looks;
  redraw();
}

/** Takes what live shows, whatever its version. @param {Page} page */
export const take = (page) => change({ page });

/** Takes a document that was asked for, unless live has shown a newer one meanwhile. @param {Page} page */
export function takeNewer(page) {
  if (page.version >= (desk.page?.version ?? 0)) take(page);
}
