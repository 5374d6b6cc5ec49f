const find = document.getElementById("find");
const rows = [...document.querySelectorAll("details.row")].map((row) => [row, row.querySelector("h3").textContent.toLowerCase()]);
const none = document.getElementById("none");
if (find) {
  find.parentElement.hidden = false;
  find.addEventListener("input", () => {
    const words = find.value.trim().toLowerCase().split(/\s+/);
    let shown = 0;
    for (const [row, name] of rows) shown += !(row.hidden = !words.every((word) => name.includes(word)));
    none.hidden = shown > 0;
  });
}
const reveal = () => {
  const wanted = document.getElementById(location.hash.slice(1));
  for (let part = wanted; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  if (wanted) wanted.scrollIntoView();
};
addEventListener("hashchange", reveal);
if (location.hash) reveal();
