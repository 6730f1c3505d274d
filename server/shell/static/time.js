/** Times as the centre sees them, whatever clock or zone this machine is set to. */

let skew = 0;

/**
 * Learns how far this machine's clock is off from a server's `Date` header or a document's instant.
 * @param {string | null} instant
 */
export function learn(instant) {
  const theirs = instant ? Date.parse(instant) : NaN;
  if (Number.isNaN(theirs)) return;
  const difference = theirs - Date.now();
  // A Date header has whole seconds and a journey behind it: only a real difference counts.
  if (Math.abs(difference - skew) > 1500) skew = difference;
}

/** The server's present, in milliseconds. */
export const now = () => Date.now() + skew;

/**
 * "09:40" from "2026-11-23T09:40:00.123+07:00": the instant carries the centre's own offset.
 * @param {string} instant
 */
export const clock = (instant) => instant.slice(11, 16);

/**
 * The centre's time of day now, "09:42"; the offset is taken from any instant of the server.
 * @param {string} instant
 */
export function clockNow(instant) {
  const sign = instant.at(-6) === "-" ? -1 : 1;
  const minutes = instant.endsWith("Z") ? 0 : sign * (Number(instant.slice(-5, -3)) * 60 + Number(instant.slice(-2)));
  return new Date(now() + minutes * 60000).toISOString().slice(11, 16);
}

/**
 * Whole seconds since an instant, never below zero.
 * @param {string} instant
 */
export const secondsSince = (instant) => Math.max(0, Math.floor((now() - Date.parse(instant)) / 1000));

/**
 * "00:42" or "1:05:09" from seconds.
 * @param {number} seconds
 */
export function stopwatch(seconds) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/**
 * Calls `draw` now and then each second, until the returned function is called.
 * @param {() => void} draw
 */
export function everySecond(draw) {
  draw();
  const timer = setInterval(draw, 1000);
  return () => clearInterval(timer);
}
