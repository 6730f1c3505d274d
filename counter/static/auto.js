/** Calling the next by itself after finishing, where the centre wants that: counted down, stopped by any press. */

import { callNext } from "/counter/static/act.js";
import { desk, redraw } from "/counter/static/desk.js";
import { facts, say } from "/counter/static/facts.js";

let left = 0;
let timer = 0;

/** What the one next thing says while it counts; "" when nothing will happen by itself. */
export const counting = () => (left > 0 ? say("autoIn", { n: left }) : "");

export function stop() {
  clearInterval(timer);
  if (left === 0) return;
  left = 0;
  redraw();
}

/** Nobody at the desk, nobody resting, somebody waiting, nothing being asked. */
function may() {
  const { page, live } = desk;
  const free = page !== null && !page.current && page.status === "open" && !page.upcoming && !page.hall_paused;
  return live && free && page.waiting.tickets.length > 0 && !document.querySelector("dialog[open]");
}

function second() {
  if (!may()) return stop();
  left -= 1;
  if (left > 0) return redraw();
  clearInterval(timer);
  callNext();
}

/** Begins to count, after somebody was finished. */
export function begin() {
  stop();
  if (!facts.autoCall) return;
  left = facts.autoCall;
  timer = setInterval(second, 1000);
  redraw();
}

export function listenToAuto() {
  for (const press of ["keydown", "pointerdown"]) document.addEventListener(press, stop, true);
}
