/** Time: the clock, the question before the kiosk returns to its start, and how long a new number stays. */

import { clockNow } from "/shell/static/time.js";
import { one } from "/shell/static/dom.js";
import { covered } from "./away.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const TICK = 250;
const ASK_BEFORE = 20;

/**
 * Watches the time from now on; `kiosk.until` is when the present screen ends, in milliseconds.
 * @param {Kiosk} kiosk
 */
export function watchTime(kiosk) {
  for (const touch of ["pointerdown", "keydown", "input"]) addEventListener(touch, () => awake(kiosk), { capture: true });
  awake(kiosk);
  setInterval(() => tick(kiosk), TICK);
}

/** How long the screen may stay untouched, and how long before its end the kiosk asks; in seconds. @param {Kiosk} kiosk */
const limits = ({ stage, state }) => {
  const whole = Number(state.screen === "ticket" ? stage.dataset.slipS : stage.dataset.idleS);
  return { whole, ask: state.screen === "ticket" ? 0 : Math.min(ASK_BEFORE, whole / 2) };
};

/** Somebody is here. @param {Kiosk} kiosk */
export function awake(kiosk) {
  kiosk.until = Date.now() + limits(kiosk).whole * 1000;
}

/** @param {Kiosk} kiosk */
function tick(kiosk) {
  const frame = kiosk.frame();
  const now = clockNow(kiosk.stage.dataset.now ?? "");
  const clock = one("[data-clock]", frame);
  if (clock.textContent !== now) clock.textContent = now;
  if (kiosk.state.intent?.busy) awake(kiosk);
  const { whole, ask } = limits(kiosk);
  const left = (kiosk.until - Date.now()) / 1000;
  if (left <= 0) return leave(kiosk);
  if (kiosk.state.screen === "ticket") bar("[data-countdown]", left / whole);
  const dialog = /** @type {HTMLDialogElement} */ (one('[data-dialog="idle"]', frame));
  const asks = left <= ask && kiosk.state.screen !== "start" && !covered(kiosk);
  if (asks) bar("[data-idle-left]", left / ask);
  if (asks && !dialog.open) dialog.showModal();
  if (!asks && dialog.open) dialog.close();

  /** @param {string} selector @param {number} share */
  function bar(selector, share) {
    /** @type {HTMLProgressElement} */ (one(selector, frame)).value = Math.max(0, share);
  }
}

/** Nobody is here: the next person finds the start, in Vietnamese. @param {Kiosk} kiosk */
function leave(kiosk) {
  awake(kiosk);
  kiosk.restart();
}
