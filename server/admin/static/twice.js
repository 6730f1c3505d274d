/** A grave button is pressed twice: the first press says what the second will do. A double-click is one press. */

const ARMED_MS = 5000;
/** A second press sooner than this was part of the first: nobody read the new words. */
const READ_MS = 700;

/**
 * @param {HTMLButtonElement} button
 * @param {string} again what the second press will do
 * @param {() => void} go
 */
export function twice(button, again, go) {
  const words = button.textContent ?? "";
  let timer = 0;
  let reading = 0;
  const disarm = () => {
    clearTimeout(timer);
    clearTimeout(reading);
    timer = 0;
    delete button.dataset.armed;
    button.textContent = words;
  };
  button.addEventListener("blur", disarm);
  button.addEventListener("click", () => {
    if (button.dataset.armed === "no") return;
    if (timer) {
      disarm();
      return go();
    }
    button.textContent = again;
    button.dataset.armed = "no";
    reading = setTimeout(() => (button.dataset.armed = "yes"), READ_MS);
    timer = setTimeout(disarm, ARMED_MS);
  });
}
