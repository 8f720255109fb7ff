// What an element's title says, in our own look, and also for those who come by keyboard: shown
// while the pointer rests on it or focus came to it by keyboard, it can be pointed at, and Escape
// hides it. Without this script the browser shows titles to the pointer alone.
const DELAY = 300;
const tip = document.createElement("div");
tip.className = "tip";
tip.id = "tip";
tip.popover = "manual";
tip.setAttribute("role", "tooltip");
tip.append(document.createElement("span"));

let owner = null;
let timer = 0;

// The title is taken off meanwhile, or the browser would show its own as well.
const show = (element) => {
  hide();
  if (!element.isConnected || !element.title.trim()) return;
  owner = element;
  tip.firstChild.textContent = element.title;
  element.dataset.title = element.title;
  element.removeAttribute("title");
  if (!element.hasAttribute("aria-describedby")) element.setAttribute("aria-describedby", tip.id);
  document.body.append(tip);
  tip.showPopover();
  place(element.getBoundingClientRect());
};

const place = (target) => {
  const { width, height } = tip.getBoundingClientRect();
  const middle = target.left + target.width / 2 - width / 2;
  const left = Math.max(8, Math.min(middle, innerWidth - width - 8));
  const above = target.top - height;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 4 ? above : target.bottom}px`;
};

const hide = () => {
  clearTimeout(timer);
  if (!owner) return;
  owner.title = owner.dataset.title;
  delete owner.dataset.title;
  if (owner.getAttribute("aria-describedby") === tip.id) owner.removeAttribute("aria-describedby");
  owner = null;
  if (tip.isConnected) tip.hidePopover();
};

const titled = (event) => event.target.closest?.("[title]");

document.addEventListener("mouseover", (event) => {
  if (owner?.contains(event.target) || tip.contains(event.target)) return;
  hide();
  const element = titled(event);
  if (element) timer = setTimeout(show, DELAY, element);
});
document.addEventListener("focusin", (event) => {
  if (owner?.contains(event.target)) return;
  hide();
  if (event.target.matches("[title]:focus-visible")) show(event.target);
});
document.addEventListener("focusout", hide);
document.addEventListener("scroll", hide, { capture: true, passive: true });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
