// <label data-dropzone> around a file input: a file dropped anywhere on the page is chosen, and the
// element [data-dropzone-name] says which. One over data-max-bytes is refused before it travels:
// the form's [data-dropzone-too-large] says why. Without this script the input works as it is, and
// the server refuses.
const isTooLarge = (zone) => {
  const file = zone.querySelector("input[type=file]").files[0];
  return file && file.size > Number(zone.dataset.maxBytes || Infinity);
};

const show = (zone) => {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-dropzone-name]");
  const refusal = zone.closest("form")?.querySelector("[data-dropzone-too-large]");
  const file = input.files[0];
  if (name && file) name.textContent = `${file.name}, ${Math.ceil(file.size / 1024)} kB`;
  if (refusal) refusal.hidden = !isTooLarge(zone);
};

for (const zone of document.querySelectorAll("[data-dropzone]")) {
  zone.addEventListener("change", () => show(zone));
  zone.closest("form")?.addEventListener("submit", (event) => {
    if (isTooLarge(zone)) event.preventDefault();
  });
}

// A file dropped beside the zone would otherwise take the place of the page.
const zone = document.querySelector("[data-dropzone]");
if (zone) {
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    zone.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    zone.querySelector("input[type=file]").files = event.dataTransfer.files;
    show(zone);
  });
}
