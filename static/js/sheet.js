// <details data-sheet>: a dropdown, which Escape and a tap elsewhere close, on small screens only.
// The button at its foot sends the form: then the sheet goes, and the focus returns to its summary.
const small = matchMedia("(width <= 48rem)");

const fit = () => {
  for (const sheet of document.querySelectorAll("details[data-sheet]")) {
    sheet.toggleAttribute("data-dropdown", small.matches);
  }
};

small.addEventListener("change", fit);
fit();

document.addEventListener("click", (event) => {
  const sheet = event.target.closest(".sheet-show")?.closest("details");
  if (!sheet) return;
  sheet.querySelector("summary").focus();
  sheet.open = false;
});
