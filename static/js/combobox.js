// [data-combobox] around an input and an .options that htmx fills: the options are chosen with the
// arrow keys and Enter, or clicked. One with data-value goes into the input and changes the form, any
// other is a link that is followed. With data-combobox="first" Enter takes the first one, as soon as
// it is there for what was typed; otherwise what was typed stands. A link [data-combobox-all] beside it leads to all of them and
// takes along what the address says by then. Without this script the input is a plain field.
const parts = (box) => ({
  input: box.querySelector("input"),
  list: box.querySelector(".options"),
  options: [...box.querySelectorAll("[role=option]")],
});

const activate = (box, option) => {
  const { input, options } = parts(box);
  for (const one of options) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
};

const show = (box, shown) => {
  const { input, list } = parts(box);
  list.hidden = !shown;
  input.setAttribute("aria-expanded", String(shown));
  if (!shown) activate(box, null);
};

const choose = (box, option) => {
  const { input } = parts(box);
  if (option.dataset.value === undefined) return;
  input.value = option.dataset.value;
  show(box, false);
  input.focus();
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const ask = (box) => parts(box).input.dispatchEvent(new Event("combobox-ask"));

const onKey = (box, event) => {
  const { list, options } = parts(box);
  const active = options.findIndex((option) => option.ariaSelected === "true");
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) return void ask(box);
    if (!options.length) return;
    const step = event.key === "ArrowDown" ? active + 1 : active < 0 ? options.length - 1 : active - 1;
    activate(box, options[(step + options.length) % options.length]);
  } else if (event.key === "Enter" && !list.hidden && active >= 0) {
    event.preventDefault();
    options[active].click();
  } else if (event.key === "Enter" && box.dataset.combobox === "first") {
    event.preventDefault();
    box.dataset.enter = "";
  } else if (event.key === "Escape" && !list.hidden && !list.closest("dialog")) {
    event.preventDefault();
    event.stopPropagation();
    show(box, false);
  } else if (event.key === "Tab" && !list.closest("dialog")) {
    show(box, false);
  }
};

for (const box of document.querySelectorAll("[data-combobox]")) {
  const { input, list } = parts(box);
  const roles = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  input.addEventListener("keydown", (event) => onKey(box, event));
  input.addEventListener("input", () => {
    delete box.dataset.enter;
    // What is shown answers what was typed before.
    activate(box, null);
  });
  input.addEventListener("click", () => list.hidden && ask(box));
  // Pressing an option must not take the focus away, or the list would be gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option?.dataset.value === undefined) return;
    event.preventDefault();
    choose(box, option);
  });
  list.addEventListener("htmx:afterSwap", (event) => {
    const { options } = parts(box);
    // Somebody types on: the answer to that is on its way, and this one must not be chosen from.
    const asked = event.detail.requestConfig.parameters[input.name];
    const stale = asked !== input.value;
    const wanted = document.activeElement === input && options.length > 0;
    show(box, wanted || (Boolean(list.closest("dialog")) && options.length > 0));
    if (!wanted || stale || box.dataset.combobox !== "first") return;
    activate(box, options[0]);
    if ("enter" in box.dataset) options[0].click();
    delete box.dataset.enter;
  });
  const all = box.querySelector("[data-combobox-all]");
  all?.addEventListener("click", () => {
    all.search = window.location.search;
  });
  input.addEventListener("blur", () => list.closest("dialog") || show(box, false));
}
