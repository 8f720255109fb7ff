// [data-selection]: a form with a box for each row. Shift and a click tick a whole range, the box
// of the head ticks the page, and the bar says how many are ticked. Without this script the boxes
// and the bar work as a plain form.
let last = null;

const boxes = (form) => [...form.querySelectorAll('tbody input[name="contact"]')];

const tell = (form) => {
  const all = boxes(form);
  const count = all.filter((box) => box.checked).length;
  const head = form.querySelector("[data-select-page]");
  head.checked = count > 0 && count === all.length;
  head.indeterminate = count > 0 && count < all.length;
  const words = count === 1 ? "1 contact selected" : `${count} contacts selected`;
  form.querySelector("[data-selected-count]").textContent = words;
  if (count < all.length) form.querySelector('input[name="all"][value=""]').checked = true;
};

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.('[data-selection] input[name="contact"]')) return;
  const all = boxes(box.form);
  const [from, to] = [all.indexOf(last), all.indexOf(box)];
  if (event.shiftKey && from >= 0) {
    for (const between of all.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      between.checked = box.checked;
    }
  }
  last = box;
  tell(box.form);
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches?.('[data-selection] input[name="contact"]')) tell(box.form);
  if (!box.matches?.("[data-select-page]")) return;
  for (const row of boxes(box.form)) row.checked = box.checked;
  tell(box.form);
});

document.addEventListener("reset", (event) => {
  if (event.target.matches("[data-selection]")) setTimeout(tell, 0, event.target);
});

// What the browser filled in again after going back.
addEventListener("pageshow", () => {
  const form = document.querySelector("[data-selection]");
  if (form && boxes(form).some((box) => box.checked)) tell(form);
});
