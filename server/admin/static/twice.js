/** A grave button is pressed twice: the first press says what the second will do. */

const ARMED_MS = 5000;

/**
 * @param {HTMLButtonElement} button
 * @param {string} again what the second press will do
 * @param {() => void} go
 */
export function twice(button, again, go) {
  const words = button.textContent ?? "";
  let timer = 0;
  const disarm = () => {
    clearTimeout(timer);
    timer = 0;
    button.textContent = words;
  };
  button.addEventListener("blur", disarm);
  button.addEventListener("click", () => {
    if (timer) {
      disarm();
      return go();
    }
    button.textContent = again;
    timer = setTimeout(disarm, ARMED_MS);
  });
}
