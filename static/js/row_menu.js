// [data-row-menu]: a link to a contact becomes a menu of what can be done with it, the same one for
// all rows. Without this script the link leads to the contact's page, where all of it is.
const menu = () => document.getElementById("row-menu");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-row-menu]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const entry of menu().querySelectorAll("a")) entry.href = link.href + entry.dataset.path;
  const { bottom, right } = link.getBoundingClientRect();
  menu().showPopover();
  const { offsetWidth, offsetHeight } = menu();
  menu().style.left = `${Math.max(8, right - offsetWidth)}px`;
  menu().style.top = `${Math.min(bottom, innerHeight - offsetHeight - 8)}px`;
  menu().querySelector("a").focus();
});

document.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || !event.target.closest("#row-menu")) return;
  event.preventDefault();
  const entries = [...menu().querySelectorAll("a")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  entries.at((entries.indexOf(event.target) + step) % entries.length).focus();
});
