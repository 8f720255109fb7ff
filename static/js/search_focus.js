// "/" puts the cursor into the page's search box, unless somebody is typing elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const box = document.querySelector("[data-search-focus]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
