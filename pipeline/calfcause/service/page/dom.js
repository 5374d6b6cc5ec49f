// Elements are made with text alone, so that whatever a person or a file says stays text.

const svgTags = new Set(["svg", "path", "polyline", "polygon", "circle", "line", "text", "title", "desc"]);

export function h(tag, attributes = {}, ...children) {
  const made = svgTags.has(tag)
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) made.style.setProperty(name, value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(2).filter((child) => child || child === 0));
  return made;
}

export const byId = (id) => document.getElementById(id);

export const fill = (place, ...children) =>
  place.replaceChildren(...children.flat(2).filter((child) => child || child === 0));

/** Tell a screen reader, without moving the focus. */
export function announce(text) {
  byId("live").textContent = text;
}

/** Move the focus to a heading that is no control. */
export function focusOn(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
}

export const percent = (p) => `${Math.round(p * 100)}%`;

export const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A source as a link, or as text where it has none. */
export const cited = ({ cite, link }) =>
  /^https:\/\//.test(link || "") ? h("a", { href: link, rel: "noreferrer", target: "_blank" }, cite) : cite;

/** A large target for files, with a button for those who do not drag. */
export function dropZone({ label, hint, accept, multiple = false, onfiles }) {
  const input = h("input", {
    type: "file", accept, multiple, class: "out", tabindex: -1, "aria-hidden": "true",
    onchange: () => { if (input.files.length) onfiles([...input.files]); input.value = ""; },
  });
  const button = h("button", { type: "button", class: "drop", onclick: () => input.click() },
    h("b", {}, label), h("span", {}, hint));
  // Wherever a file is dropped: beside the target the browser would leave the page to show it.
  const over = (on) => (event) => { event.preventDefault(); button.classList.toggle("over", on); };
  addEventListener("dragover", over(true));
  addEventListener("dragleave", over(false));
  addEventListener("drop", (event) => {
    over(false)(event);
    if (button.offsetParent && event.dataTransfer.files.length) onfiles([...event.dataTransfer.files]);
  });
  return [button, input];
}
