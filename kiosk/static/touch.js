/** Understanding touches: which button was meant, and which touch was only the second half of a double one. */

const DOUBLE_MS = 450;
const DOUBLE_PX = 36;

/** @typedef {Record<string, (value: string) => void>} Meanings */

/**
 * Listens on `stage`; a button with `data-go="results"` calls `meanings.go("results")`, a touch on no button
 * `meanings.elsewhere`.
 * @param {HTMLElement} stage
 * @param {Meanings} meanings
 */
export function listen(stage, meanings) {
  let last = { at: -Infinity, x: 0, y: 0 };
  stage.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : stage;
    const button = target.closest("button");
    // A shaking hand touches twice, and the second touch would land on the next screen. Typing is meant twice.
    const near = Math.hypot(event.clientX - last.x, event.clientY - last.y) < DOUBLE_PX;
    const types = button && ("key" in button.dataset || "type" in button.dataset);
    const twice = near && event.detail > 0 && event.timeStamp - last.at < DOUBLE_MS && !types;
    last = { at: event.timeStamp, x: event.clientX, y: event.clientY };
    if (twice) return;
    if (button) mean(button, meanings);
    else if (!target.closest("dialog")) meanings.elsewhere?.("");
  });
  stage.addEventListener("contextmenu", (event) => event.preventDefault());
}

/** @param {HTMLButtonElement} button @param {Meanings} meanings */
function mean(button, meanings) {
  for (const [name, act] of Object.entries(meanings)) {
    const value = button.dataset[name];
    if (value !== undefined) return act(value);
  }
}
