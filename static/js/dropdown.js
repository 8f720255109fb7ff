// <details data-dropdown>: closes on Escape and on a click or focus elsewhere, and its summary
// follows the boxes ticked inside. Without this script it is still a working <details>.
// Inside [data-dropdown-stays] only Escape closes it: there its panel pushes a button down, which
// would jump away under the pointer that is pressing it.
const openOnes = () => document.querySelectorAll("details[data-dropdown][open]");
const stays = (dropdown) => dropdown.closest("[data-dropdown-stays]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const dropdown of openOnes()) {
    dropdown.open = false;
    if (dropdown.contains(document.activeElement)) dropdown.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const dropdown of openOnes()) {
    if (!dropdown.contains(event.target) && !stays(dropdown)) dropdown.open = false;
  }
});

// A press on a label inside moves the focus to what surrounds the dropdown: that is not leaving it.
document.addEventListener("focusin", (event) => {
  for (const dropdown of openOnes()) {
    const left = !dropdown.contains(event.target) && !event.target.contains(dropdown);
    if (left && !stays(dropdown)) dropdown.open = false;
  }
});

document.addEventListener("change", (event) => {
  const dropdown = event.target.closest("details[data-dropdown]");
  if (!dropdown) return;
  const ticked = [...dropdown.querySelectorAll("input:checked")];
  const count = dropdown.querySelector("[data-dropdown-count]");
  if (count) count.textContent = ticked.length ? `: ${ticked.length}` : "";
  const chosen = dropdown.querySelector("[data-dropdown-chosen]");
  if (chosen) {
    const chips = ticked.map((box) => box.closest("label").querySelector(".chip").cloneNode(true));
    chosen.replaceChildren(...chips);
  }
});
