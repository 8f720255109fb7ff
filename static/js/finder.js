// <dialog data-finder>: opened by Ctrl K (Cmd K on a Mac) or a link [data-finder-open], which without
// this script leads to a page that searches the same. The browser itself keeps the focus inside, closes
// on Escape and gives the focus back.
const finder = document.querySelector("[data-finder]");
const onMac = /Mac|iPhone|iPad/.test(navigator.platform);

const open = () => {
  if (finder.open || document.querySelector("dialog:modal")) return;
  finder.showModal();
  const input = finder.querySelector("input");
  input.focus();
  input.select();
  input.dispatchEvent(new Event("combobox-ask"));
};

if (finder) {
  for (const key of document.querySelectorAll("[data-finder-key]")) {
    key.textContent = onMac ? "⌘ K" : "Ctrl K";
    key.hidden = false;
  }
  for (const link of document.querySelectorAll("[data-finder-open]")) {
    link.setAttribute("aria-keyshortcuts", onMac ? "Meta+K" : "Control+K");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
  document.addEventListener("keydown", (event) => {
    const chord = onMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (!chord || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (finder.open) finder.close();
    else open();
  });
  finder.addEventListener("click", (event) => {
    const outside = event.target === finder;
    if (outside || event.target.closest("[data-finder-close]")) finder.close();
  });
  // Who comes back to this page finds it as it was before.
  window.addEventListener("pagehide", () => finder.close());
}
