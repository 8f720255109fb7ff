// <label data-dropzone> around a file input: a file dropped anywhere inside is chosen, and the
// element [data-dropzone-name] says which. Without this script the input works as it is.
const show = (zone) => {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-dropzone-name]");
  const file = input.files[0];
  if (name && file) name.textContent = `${file.name}, ${Math.ceil(file.size / 1024)} kB`;
};

for (const zone of document.querySelectorAll("[data-dropzone]")) {
  zone.addEventListener("change", () => show(zone));
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    zone.querySelector("input[type=file]").files = event.dataTransfer.files;
    show(zone);
  });
}
