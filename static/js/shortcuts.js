// Single keys in the list of contacts: j and k move, x selects, e edits, f flags, n adds, ? explains.
// They move the real focus, so a screen reader follows; they rest wherever somebody types, in menus
// and dialogs, and beside Ctrl, Alt and Meta. This file is only sent to those who want it.
const rows = () => [...document.querySelectorAll("[data-selection] tbody tr")];
const current = () => document.activeElement?.closest("[data-selection] tbody tr");
const follow = (selector, root = document) => root?.querySelector(selector)?.click();

const move = (step) => {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  const name = all[Math.max(0, Math.min(next, all.length - 1))].querySelector(".name");
  name.focus({ focusVisible: true });
  name.scrollIntoView({ block: "center" });
};

// A click with the same keys held does what one of the pointer would.
const select = (shiftKey) => {
  const box = current()?.querySelector('input[name="contact"]');
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
};

const flag = () => {
  const form = document.querySelector("[data-selection]:has(tbody :checked)");
  const button = form?.querySelector("[data-add-flags]");
  if (button) return button.click();
  const more = current()?.querySelector("[data-row-menu]");
  if (more) location.href = `${more.href}flags/`;
};

const commands = {
  j: () => move(1),
  k: () => move(-1),
  x: () => select(false),
  X: () => select(true),
  e: () => follow('a[href$="/edit/"]', current()),
  f: flag,
  n: () => follow("[data-new-contact]"),
  "?": () => document.getElementById("shortcuts").showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = 'input:not([type="checkbox"], [type="radio"]), select, textarea, [contenteditable]';
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest(`${typing}, dialog, [popover], [role="listbox"]`)) return;
  const command = Object.hasOwn(commands, event.key) && commands[event.key];
  if (!command) return;
  event.preventDefault();
  command();
});
