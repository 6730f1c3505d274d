/** The page's language: texts of documents, and sentences that the template gives as data attributes. */

/** @typedef {{vi: string, en: string}} Text */

/** The language the page is in. */
export const lang = () => (document.documentElement.lang === "en" ? "en" : "vi");

/**
 * A document's text in the page's language; "" when there is none.
 * @param {Text | null | undefined} text
 */
export const pick = (text) => (text ? text[lang()] || text.vi : "");

/**
 * Puts values into a sentence: fill("Quầy {counter}", {counter: "5"}).
 * @param {string} sentence
 * @param {Record<string, string | number>} [values]
 */
export const fillIn = (sentence, values = {}) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/**
 * Reads sentences from an element's data attributes: with `<main data-ahead="{n} người phía trước"
 * data-ahead-one="1 người phía trước">`, `say("ahead", {n: 4})`. For n of 0 and 1 a sentence ending in
 * `-none` or `-one` is preferred, where there is one.
 * @param {HTMLElement} element
 */
export function sentences(element) {
  return (/** @type {string} */ name, /** @type {Record<string, string | number>} */ values = {}) => {
    const ending = values.n === 0 ? "None" : values.n === 1 ? "One" : "";
    const sentence = element.dataset[name + ending] ?? element.dataset[name];
    if (sentence === undefined) throw new Error(`no sentence data-${name} on the page`);
    return fillIn(sentence, values);
  };
}

/**
 * Letters without accents and case, for searching: "Hộ chiếu" and "ho chieu" are the same. đ has no decomposition.
 * @param {string} text
 */
export const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim();
